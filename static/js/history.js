// htmx notes the page's address in the browser's storage, whatever its settings: nothing about a visit stays on a counter machine.
"use strict";
{
  const forget = () => sessionStorage.clear();

  forget();
  document.addEventListener("htmx:pushedIntoHistory", forget);
  document.addEventListener("htmx:replacedInHistory", forget);
}
