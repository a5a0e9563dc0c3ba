// A bar code reader types its digits in a burst and presses Enter: outside any field they go into the search box and are sent.
"use strict";
{
  const FEWEST_DIGITS = 10;
  const LONGEST_GAP = 50; // milliseconds between two keys; nobody types that fast
  let digits = "";
  let lastAt = 0;

  const search = (number) => {
    const box = document.querySelector("[data-search]");
    if (!box) return;
    box.value = number;
    box.form.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if (typing.isField(document.activeElement) || typing.isPageHidden() || typing.isComposing(event)) return;
    if (event.timeStamp - lastAt > LONGEST_GAP) digits = "";
    lastAt = event.timeStamp;
    if (/^[0-9]$/.test(event.key)) {
      digits += event.key;
      return;
    }
    // Without this the Enter of the reader would press whatever link or button holds the focus.
    if (event.key === "Enter" && digits.length >= FEWEST_DIGITS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      search(digits);
    }
    if (event.key !== "Shift") digits = "";
  }, { capture: true });
}
