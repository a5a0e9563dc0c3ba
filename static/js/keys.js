// Keys of the page: data-key presses what carries it, / searches, ? lists, arrows move in a table, Ctrl+Enter sends, Esc goes back.
"use strict";
{
  const isReachable = (element) => element.checkVisibility() && !element.closest("[inert]");
  const carriers = () => [...document.querySelectorAll("[data-key]")].filter(isReachable);

  const label = (element) => {
    if (element.dataset.keyLabel) return element.dataset.keyLabel;
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd").forEach((key) => key.remove());
    return copy.textContent.trim();
  };

  const row = (key, words) => {
    const term = document.createElement("dt");
    const meaning = document.createElement("dd");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    term.dataset.ofPage = "";
    meaning.textContent = words;
    return [term, meaning];
  };

  const openList = () => {
    const dialog = document.querySelector("[data-keys]");
    if (!dialog) return;
    const list = dialog.querySelector("[data-keys-list]");
    list.querySelectorAll("[data-of-page]").forEach((term) => {
      term.nextElementSibling.remove();
      term.remove();
    });
    list.prepend(...carriers().flatMap((element) => row(element.dataset.key, label(element))));
    list.querySelectorAll("[data-for]").forEach((term) => {
      const isHere = document.querySelector(term.dataset.for) !== null;
      term.hidden = term.nextElementSibling.hidden = !isHere;
    });
    dialog.showModal();
  };

  // The first link of each row is the row's own.
  const rowLinks = () =>
    [...document.querySelectorAll("table[data-rows] tbody tr")].map((tr) => tr.querySelector("a[href]")).filter(Boolean);

  const currentRow = () => document.activeElement.closest("table[data-rows] tbody tr");
  // A box to tick in a row takes no letters: the keys stay commands.
  const isTyping = () => typing.isField(document.activeElement) && !document.activeElement.matches("table[data-rows] [type=checkbox]");

  const placeInRows = (links) => {
    const current = currentRow();
    return current ? links.findIndex((link) => current.contains(link)) : -1;
  };

  // J and K do what the arrows do, in a list whose rows have keys of their own.
  const asArrow = (event) => {
    const meant = { j: "ArrowDown", k: "ArrowUp" }[event.key.toLowerCase()];
    return meant && document.querySelector("table[data-rows] [data-row-key]") && !isTyping() ? meant : event.key;
  };

  const moveInRows = (event, key) => {
    const links = rowLinks();
    const place = placeInRows(links);
    const isElsewhereInField = isTyping() && !document.activeElement.matches("[data-search]");
    if (links.length === 0 || isElsewhereInField) return;
    if (place < 0 && key !== "ArrowDown") return;
    const last = links.length - 1;
    const next = { ArrowDown: Math.min(place + 1, last), ArrowUp: Math.max(place - 1, 0), Home: 0, End: last }[key];
    event.preventDefault();
    links[next].focus();
  };

  const send = (event) => {
    const focused = document.activeElement;
    // A list with boxes to tick is a form of its own: what was picked there is what is sent, wherever in the list the focus stands.
    const list = focused.closest("form.picking");
    const form = (typing.isField(focused) && focused.form) || list || document.querySelector("form[data-main-form]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.button--main:not([type=button])"));
  };

  // What was typed is not thrown away by one key: the first Esc leaves such a field, the next one the page. Where nothing lies
  // behind the page, Esc leaves the field, so that the keys of the page can be used.
  const goBack = (event) => {
    const focused = document.activeElement;
    const way = document.querySelector("[data-escape]");
    if (typing.isWritten(focused) && (!way || focused.value !== focused.defaultValue)) {
      focused.blur();
      return;
    }
    if (!way) return;
    event.preventDefault();
    way.click();
  };

  const focusSearch = (event) => {
    const search = document.querySelector("[data-search]");
    const elsewhere = document.querySelector("form[data-scan]");
    if (!search && !elsewhere) return;
    event.preventDefault();
    // The fragment has the box focused on arrival, before the first hit would be.
    if (!search) return location.assign(`${elsewhere.action}#q`);
    search.focus();
    search.select();
  };

  // What the row at work carries comes before what the page carries.
  const pressCarrier = (event) => {
    const key = event.key.toLowerCase();
    const ofRow = [...(currentRow()?.querySelectorAll("[data-row-key]") ?? [])].find((element) => element.dataset.rowKey.toLowerCase() === key);
    const carrier = ofRow ?? carriers().find((element) => element.dataset.key.toLowerCase() === key);
    if (!carrier) return;
    event.preventDefault();
    carrier.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || typing.isComposing(event) || typing.isPageHidden() || typing.isDialogOpen()) return;
    if (event.key === "Enter" && event.ctrlKey && !event.repeat) return send(event);
    if (typing.hasModifier(event)) return;
    const key = asArrow(event);
    if (["ArrowDown", "ArrowUp", "Home", "End"].includes(key)) return moveInRows(event, key);
    if (event.repeat) return;
    if (event.key === "Escape") return goBack(event);
    // A function key writes no letter: it is a command in a field as well.
    if (isTyping() && !/^F[0-9]+$/.test(event.key)) return;
    if (event.key === "/") return focusSearch(event);
    if (event.key === "?") return openList();
    pressCarrier(event);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) openList();
  });
  document.querySelectorAll("[data-keys-open]").forEach((button) => (button.hidden = false));
}
