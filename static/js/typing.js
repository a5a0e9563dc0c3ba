// What the other scripts ask about the keyboard: is somebody typing, is the page hidden.
"use strict";

const typing = Object.freeze({
  // Keys that belong to the input method (かな漢字変換) are never commands; 229 is what older engines send.
  isComposing: (event) => event.isComposing || event.keyCode === 229,
  hasModifier: (event) => event.ctrlKey || event.altKey || event.metaKey,
  isField: (element) => element instanceof Element && element.matches("input, textarea, select, [contenteditable]"),
  isWritten: (element) => element instanceof Element && element.matches("textarea, input:not([type=radio], [type=checkbox], [type=file])"),
  isPageHidden: () => document.querySelector("[data-page]")?.inert ?? false,
  isDialogOpen: () => document.querySelector("dialog[open]") !== null,
});
