// Forms: pressed twice is sent once; the first thing wrong, or the field where work begins, gets the focus; a page kept by the browser is fetched anew.
"use strict";
{
  // After this a form may be sent again even if no answer came (a download, a stopped request); the server takes each one once.
  const RELEASE_AFTER = 10_000;

  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };

  const hold = (form) => {
    form.dataset.sending = "";
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
    if (!form.querySelector("input[type=file]")) setTimeout(release, RELEASE_AFTER, form);
  };

  const isHeld = (form) => "sending" in form.dataset;
  const asksServer = (form, submitter) => (submitter?.getAttribute("formmethod") ?? form.getAttribute("method")) !== "dialog";

  document.addEventListener("submit", (event) => {
    if (!isHeld(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });

  // Listening last, on the window: a submission that another script took over is that script's to guard.
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && asksServer(event.target, event.submitter)) hold(event.target);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target instanceof HTMLFormElement) hold(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof HTMLFormElement) release(event.target);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
    else document.querySelectorAll("form[data-sending]").forEach(release);
  });

  const firstControl = (element) => (element.matches("fieldset") ? element.querySelector("input") : element);

  const focusFirstError = (within) => {
    const wrong = within.querySelector("[data-error-summary]") ?? within.querySelector("[aria-invalid=true]");
    if (wrong) firstControl(wrong).focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    firstControl(target).focus();
  });
  // The browser gives the focus with the first picture of the page, later than a bar code reader begins to type.
  const focusWhereWorkBegins = () => {
    if (document.activeElement === document.body && !location.hash) document.querySelector("[autofocus]")?.focus();
  };

  document.addEventListener("htmx:afterSettle", (event) => focusFirstError(event.target));
  focusFirstError(document);
  focusWhereWorkBegins();
}
