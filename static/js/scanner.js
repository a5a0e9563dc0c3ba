// A bar code reader types its digits in a burst and presses Enter: outside any field they are searched, from whatever page, by who may search.
"use strict";
{
  const FEWEST_DIGITS = 10;
  const LONGEST_GAP = 50; // milliseconds between two keys; nobody types that fast
  let digits = "";
  let lastAt = 0;

  const search = (number) => {
    const door = document.querySelector("form[data-scan]");
    if (!door) return;
    // The search page's own form carries the visit's channel and reason along; the box of another list is none of ours.
    const box = document.querySelector("[data-search]");
    const field = box?.form.action === door.action ? box : door.elements.q;
    field.value = number;
    field.form.requestSubmit();
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
