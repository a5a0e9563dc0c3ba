// 受付票: each field is saved by itself while somebody types, with what it was based on; what is not saved is said, and sent again.
// What somebody else wrote meanwhile is told, and read in when asked for, with everything typed left standing.
"use strict";
{
  const AFTER_TYPING = 800;
  const TRY_AGAIN = 4_000;
  const MOST_BYTES_ON_LEAVING = 60_000; // browsers take no more than 64 KiB from a page that is being closed
  const UNREACHABLE = "ポータルにつながりません。このまま入力を続けられます。つながりしだい、自動で保存します。";
  const SIGNED_OUT = "サインインが切れました。パスワードを入れて画面に戻ると、続きから保存します。";
  const FAILED = "ポータルの中で誤りが起きました。入力した内容はこの画面に残っています。自動でもう一度保存します。";

  const DRAFT = "書き足しかけの文があります。「書き足す」か「折り返した」で記録に残すか、文を消してから、次へ進んでください。";
  const NO_PLACE = "書きかけの文を置く欄が、新しい画面にはありません。書きかけの文を控えてから、画面を開き直してください。";

  let form = document.querySelector("form[data-slip]");
  const part = (name) => document.querySelector(`[data-slip-${name}]`);
  const refused = new Map();
  let timer = 0;
  let sending = null;
  let isFailing = false;
  let leaving = null;
  let lastField = null;
  let isSent = false;

  const base = (name) => form.elements[`was_${name}`];
  const value = (name) => {
    const field = form.elements[name];
    return field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
  };
  const names = () => [...(form?.querySelectorAll("input[name^=was_]") ?? [])].map((input) => input.name.slice("was_".length));
  const isHalf = (name) => form.elements[name].dataset?.whole && document.activeElement === form.elements[name];
  const unsaved = () => names().filter((name) => value(name) !== base(name).value);
  const toSend = (isLeaving) => unsaved().filter((name) => refused.get(name)?.sent !== value(name) && (isLeaving || !isHalf(name)));

  const seen = () => document.getElementById("seen");

  const read = (text) => new DOMParser().parseFromString(text, "text/html");

  const line = (className, words) => Object.assign(document.createElement("span"), { className, textContent: words });

  const say = (place, className, word, texts) => {
    const lines = texts.map((words) => {
      const notice = Object.assign(document.createElement("div"), { className });
      notice.append(line("state state--care", word), line("notice__text", words));
      return notice;
    });
    part(place).replaceChildren(...lines);
  };

  const sayFailed = (words) => {
    isFailing = true;
    say("unsaved", "notice notice--alarm", "保存できていません", [words]);
    part("saved").replaceChildren(line("state state--late", "保存できていません"));
  };

  // What a save made possible or impossible; not under the hands of whoever is just there.
  const showPieces = (pieces) => {
    for (const [name, html] of Object.entries(pieces)) {
      const place = part(name);
      if (place && !place.contains(document.activeElement) && !place.contains(leaving)) place.replaceChildren(...read(html).body.childNodes);
    }
  };

  const saySaved = ({ at, beside, pieces }) => {
    showPieces(pieces);
    isFailing = false;
    const wrongs = [...refused.values()].map((each) => each.words);
    say("unsaved", "notice notice--alarm", "保存できていません", wrongs);
    const besides = Object.values(beside);
    if (besides.length) say("beside", "notice notice--care", "同時の入力", besides);
    part("saved").replaceChildren(wrongs.length ? line("state state--late", "保存できていない欄があります") : line("state state--ok", at));
    for (const name of names()) form.elements[name].setAttribute?.("aria-invalid", String(refused.has(name)));
  };

  // The caret stays behind the letters that it stood behind; where they have moved, whoever wrote at the end goes on at the end.
  const put = (name, text, caret = form.elements[name].selectionStart) => {
    const field = form.elements[name];
    if (field.type === "checkbox") return (field.checked = text === "1");
    const before = field.value?.slice(0, caret);
    const place = before === field.value && !text.startsWith(before) ? text.length : caret;
    field.value = text;
    if (document.activeElement === field && field.setSelectionRange) field.setSelectionRange(place, place);
  };

  // While the answer was on its way the typing went on: those letters stay, behind those that were sent.
  const take = (name, now, sent, isBeside) => {
    const stands = value(name);
    const goesOn = stands.startsWith(sent);
    if (stands !== sent && now !== sent && !goesOn) return;
    base(name).value = now;
    if (stands === now || now === sent) return;
    if (stands === sent) return put(name, now);
    const more = stands.slice(sent.length);
    if (now.startsWith(sent)) return put(name, stands + now.slice(sent.length), stands.length);
    put(name, now + (isBeside && form.elements[name].matches("textarea") ? "\n" : "") + more);
  };

  const bodyOf = (sent) => {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("seen", seen().value);
    for (const [name, words] of Object.entries(sent)) {
      body.append(name, words);
      body.append(`was_${name}`, base(name).value);
    }
    return body;
  };

  const bytesOf = (body) => new TextEncoder().encode([...body.values()].join()).length;

  const post = (body, options = {}) =>
    fetch(form.action, {
      method: "POST",
      body,
      redirect: "manual",
      cache: "no-store",
      headers: { "X-CSRFToken": body.get("csrf_token"), "X-Requested-With": "fetch" },
      ...options,
    });

  // Whoever signed in anew in another window has a new token: the page takes it over instead of asking to be opened again.
  const renew = async () => {
    const token = read(await (await fetch(form.action, { cache: "no-store" })).text()).querySelector("[name=csrf_token]")?.value;
    if (token) document.querySelectorAll("[name=csrf_token]").forEach((input) => (input.value = token));
  };

  const reasonIn = async (answer) => read(await answer.text()).querySelector("[data-reason]")?.textContent.trim() || FAILED;

  const send = async () => {
    const sent = Object.fromEntries(toSend(false).map((name) => [name, value(name)]));
    if (Object.keys(sent).length === 0) return unsaved().length === 0;
    try {
      const answer = await post(bodyOf(sent));
      if (answer.status === 401) {
        sayFailed(SIGNED_OUT);
        document.dispatchEvent(new CustomEvent("portal:signed-out"));
        return false;
      }
      if (answer.status !== 200) {
        sayFailed(answer.status === 400 ? FAILED : await reasonIn(answer));
        if (answer.status === 400) await renew();
        return false;
      }
      const said = await answer.json();
      seen().value = said.seen;
      for (const [name, now] of Object.entries(said.now)) take(name, now, sent[name] ?? value(name), name in said.beside);
      for (const name of Object.keys(sent)) refused.delete(name);
      for (const [name, words] of Object.entries(said.wrong)) refused.set(name, { sent: sent[name], words });
      saySaved(said);
      return unsaved().length === 0;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      sayFailed(UNREACHABLE);
      return false;
    }
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  // One at a time: what is typed meanwhile is based on the answer.
  const save = async () => {
    if (typing.isPageHidden()) return later(TRY_AGAIN);
    while (sending) await sending;
    clearTimeout(timer);
    sending = send();
    const isSaved = await sending;
    sending = null;
    if (isFailing) later(TRY_AGAIN);
    else if (toSend(false).length) later(AFTER_TYPING);
    return isSaved;
  };

  const leave = () => {
    const sent = Object.fromEntries(toSend(true).map((name) => [name, value(name)]));
    if (Object.keys(sent).length === 0) return;
    const body = bodyOf(sent);
    post(body, { keepalive: bytesOf(body) < MOST_BYTES_ON_LEAVING }).catch(() => undefined);
  };

  const isTooLongToLeave = () => bytesOf(bodyOf(Object.fromEntries(unsaved().map((name) => [name, value(name)])))) >= MOST_BYTES_ON_LEAVING;

  // Lines that are being added: they belong to no save, and are in no record before they are sent.
  const drafts = (within = document) => [...within.querySelectorAll("main form:not([data-slip]) :is(textarea, input, select)")].filter((field) => field.id);
  const begun = (but) => drafts().find((field) => typing.isWritten(field) && field.form !== but && field.value.trim() !== "");

  const stay = (event, field) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    say("beside", "notice notice--care", "書きかけの文", [DRAFT]);
    field.focus();
  };

  // Every way on from this page goes when what was typed is saved; a way that could lose something is not gone.
  const first = (event, goOn) => {
    const draft = event.target.target === "_blank" ? undefined : begun(event.target);
    if (draft && !event.defaultPrevented) return stay(event, draft);
    if (unsaved().length === 0 || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.activeElement.blur();
    leaving = event.target;
    save().then((isSaved) => {
      leaving = null;
      if (isSaved) goOn();
    });
  };

  // The page as it is now, in place of the page as it was: what was typed stands on in its fields, with what it was based on.
  const exchange = (fresh) => {
    const typed = unsaved().map((name) => ({ name, words: value(name), was: base(name).value }));
    const carried = drafts().filter((field) => field.value !== "" && field.value !== fresh.getElementById(field.id)?.value);
    if ((typed.length && !fresh.querySelector("form[data-slip]")) || carried.some((field) => !fresh.getElementById(field.id))) {
      return say("beside", "notice notice--care", "読み込めません", [NO_PLACE]);
    }
    const { id, selectionStart, selectionEnd } = document.activeElement.closest("main") && document.activeElement.id ? document.activeElement : lastField ?? {};
    const height = window.scrollY;
    const main = document.querySelector("main");
    main.replaceChildren(...fresh.querySelector("main").childNodes);
    form = document.querySelector("form[data-slip]");
    for (const { name, words, was } of typed) {
      base(name).value = was;
      put(name, words);
    }
    for (const field of carried) document.getElementById(field.id).value = field.value;
    htmx.process(main);
    startNews();
    window.scrollTo(0, height);
    const field = id && document.getElementById(id);
    field?.focus({ preventScroll: true });
    if (field && selectionStart != null) field.setSelectionRange(selectionStart, selectionEnd);
    if (toSend(false).length) later(AFTER_TYPING);
  };

  const load = async () => {
    if (form) await save();
    if (isFailing) return;
    try {
      const answer = await fetch(part("news").dataset.page, { cache: "no-store", headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 401) return document.dispatchEvent(new CustomEvent("portal:signed-out"));
      const text = await answer.text();
      while (sending) await sending;
      if (answer.ok) exchange(read(text));
      else say("beside", "notice notice--care", "読み込めません", [read(text).querySelector("[data-reason]")?.textContent.trim() || FAILED]);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      say("beside", "notice notice--care", "読み込めません", [UNREACHABLE]);
    }
  };

  // Asked by the page itself: that it got no answer is nobody's failure, and takes no message of another from the screen.
  const startNews = () => {
    const news = part("news");
    news.addEventListener("htmx:beforeRequest", (event) => {
      event.stopPropagation();
      if (document.visibilityState === "hidden" || typing.isPageHidden() || sending) event.preventDefault();
    });
    for (const kind of ["responseError", "sendError", "timeout"]) news.addEventListener(`htmx:${kind}`, (event) => event.stopPropagation());
    // Asked before a save and answered after it, it would tell of one's own words.
    news.addEventListener("htmx:beforeSwap", ({ detail }) => {
      const isLate = sending || detail.requestConfig.parameters.get("seen") !== seen().value;
      if (isLate || detail.serverResponse.trim() === news.innerHTML.trim()) detail.shouldSwap = false;
    });
  };

  const start = () => {
    const belongs = (element) => form !== null && element.form === form && names().includes(element.name);
    document.addEventListener("input", ({ target }) => {
      if (!belongs(target) || target.dataset.whole) return;
      later(AFTER_TYPING);
    });
    document.addEventListener("change", ({ target }) => belongs(target) && save());
    document.addEventListener("submit", (event) => {
      if (event.target !== form) return;
      event.preventDefault();
      event.stopPropagation();
      save();
    }, { capture: true });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-saved-first]");
      if (link) first(event, () => location.assign(link.href));
    }, { capture: true });
    document.addEventListener("submit", (event) => {
      if (event.target !== form && event.target.matches("main form, #slip-start")) first(event, () => event.target.requestSubmit(event.submitter));
    }, { capture: true });
    // The first Esc leaves the field, so that the keys of the page can be used in the middle of a call; the next one leaves the page.
    document.addEventListener("keydown", (event) => {
      const focused = document.activeElement;
      if (event.key !== "Escape" || typing.isComposing(event) || typing.isDialogOpen() || !focused.closest("main") || !typing.isField(focused)) return;
      event.preventDefault();
      focused.blur();
    }, { capture: true });
    window.addEventListener("online", save);
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && !isFailing && save());
    // Sent, a line is on its way into the record.
    window.addEventListener("submit", ({ target, defaultPrevented }) => (isSent ||= !defaultPrevented && target.target !== "_blank"));
    const couldLose = () => (unsaved().length && (isFailing || refused.size || isTooLongToLeave())) || (begun() && !isSent);
    window.addEventListener("beforeunload", (event) => couldLose() && event.preventDefault());
    document.addEventListener("click", ({ target }) => {
      const to = target.closest("[data-slip-to]");
      if (to) document.getElementById(to.dataset.slipTo).focus();
    });
    // Whoever comes back to a slip goes on behind what stands there.
    const begins = form?.querySelector("textarea[autofocus]");
    begins?.setSelectionRange(begins.value.length, begins.value.length);
    // What was typed when the session had ended stands in its fields and is saved now.
    if (unsaved().length) save();
  };

  if (part("news")) {
    start();
    startNews();
    document.addEventListener("click", (event) => event.target.closest("[data-slip-load]") && load());
    document.addEventListener("focusout", ({ target }) => target.closest("main") && typing.isWritten(target) && (lastField = target));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && htmx.trigger(part("news"), "look"));
  }
}
