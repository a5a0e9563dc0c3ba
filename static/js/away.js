// 離席: hides the whole page at once, tells the server, and lets the same person back to the page as it was.
"use strict";
{
  const TITLE = "離席中";
  const UNREACHABLE = "ポータルにつながりません。庁内のネットワークを確かめて、もう一度「画面に戻る」を押してください。";
  const REFUSED = "画面に戻れませんでした。少し待ってもう一度行うか、「別の職員がサインインする」から入り直してください。";
  const SAY_AT_MOST_EVERY = 5_000;

  const limit = Number(document.body.dataset.hideAfter) * 1000;
  const part = (name) => document.querySelector(`[data-${name}]`);
  // Tabs of one browser share one session: working in one keeps the others open, leaving one hides them all.
  const tabs = new BroadcastChannel(`portal-seat-${part("away-form")?.elements.login_name.value}`);
  let seenAt = Date.now();
  let saidAt = 0;
  let title = "";
  let focused = null;
  let leaving = Promise.resolve();

  const isCovered = () => part("page").inert;

  const post = (url, body) =>
    fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      cache: "no-store",
      headers: { "X-CSRFToken": body.get("csrf_token"), "X-Requested-With": "fetch" },
    });

  // The reason for a refused password comes as plain text; a whole page means that something else went wrong.
  const reasonIn = async (answer) => (answer.headers.get("Content-Type")?.startsWith("text/plain") ? answer.text() : REFUSED);

  const tellServer = () => {
    const form = part("leave");
    leaving = post(form.action, new URLSearchParams(new FormData(form))).catch(() => undefined);
  };

  const sayError = (words) => {
    const place = part("away-error");
    const line = Object.assign(document.createElement("p"), { className: "error", textContent: words });
    place.replaceChildren(...(words ? [line] : []));
    part("away-field").classList.toggle("is-wrong", words !== "");
    part("away-form").elements.password.setAttribute("aria-invalid", String(words !== ""));
  };

  const cover = () => {
    if (isCovered()) return false;
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    title = document.title;
    focused = document.activeElement;
    document.title = TITLE;
    part("page").inert = true;
    part("page").classList.add("is-hidden");
    part("away").hidden = false;
    sayError("");
    part("away-form").elements.password.value = "";
    part("away-form").elements.password.focus();
    return true;
  };

  const uncover = () => {
    if (!isCovered()) return;
    part("away").hidden = true;
    part("away-form").elements.password.value = "";
    part("page").classList.remove("is-hidden");
    part("page").inert = false;
    document.title = title;
    seenAt = Date.now();
    focused?.focus({ preventScroll: true });
  };

  const leave = () => {
    if (!cover()) return;
    tabs.postMessage("left");
    tellServer();
  };

  const come = async (form) => {
    if ("sending" in form.dataset) return;
    form.dataset.sending = "";
    try {
      await leaving;
      const answer = await post(form.action, new URLSearchParams(new FormData(form)));
      if (answer.status === 204) {
        uncover();
        tabs.postMessage("back");
        return;
      }
      sayError(await reasonIn(answer));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      sayError(UNREACHABLE);
    } finally {
      delete form.dataset.sending;
    }
    form.elements.password.select();
  };

  const isOverdue = () => limit > 0 && Date.now() - seenAt >= limit;

  // A machine that slept wakes with a key press: overdue is asked before the press counts as presence, and the press goes nowhere.
  const notice = (event) => {
    if (isCovered()) return;
    if (isOverdue()) {
      event.preventDefault();
      return leave();
    }
    seenAt = Date.now();
    if (seenAt - saidAt < SAY_AT_MOST_EVERY) return;
    saidAt = seenAt;
    tabs.postMessage("here");
  };

  const start = () => {
    for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "input"]) {
      document.addEventListener(kind, notice, { capture: true, passive: kind === "wheel" });
    }
    setInterval(() => !isCovered() && isOverdue() && leave(), 1000);
    tabs.addEventListener("message", (event) => {
      if (event.data === "here") seenAt = Date.now();
      if (event.data === "left") cover();
      if (event.data === "back") uncover();
    });
    document.addEventListener("portal:signed-out", cover);
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-leave]")) {
        event.preventDefault();
        leave();
      }
      if (event.target.matches("[data-away-form]")) {
        event.preventDefault();
        come(event.target);
      }
    });
  };

  if (part("away")) start();
}
