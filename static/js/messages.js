// When a piece of a page cannot be fetched: says so in Japanese on top of the work. Signed out meanwhile: the cover takes over.
"use strict";
{
  const WORDS = {
    400: "画面を開いてから時間がたったため、受け付けませんでした。画面を開き直して、もう一度行ってください。",
    403: "この操作の権限がありません。必要なときは所属長に申し出てください。",
    404: "お探しのものは見つかりません。検索からやり直してください。",
    409: "ほかの人が先に変えたか、いまの状態ではできません。画面を開き直して、内容を確かめてください。",
    413: "送られたファイルが大きすぎます。ファイルを確かめてください。",
    429: "続けて操作されたため、しばらく受け付けません。1分ほど待ってから、もう一度行ってください。",
    503: "データベースが応答しません。少し待ってから、もう一度行ってください。",
  };
  const FAILED = "ポータルの中で誤りが起きました。少し待ってから、もう一度行ってください。続くときはシステム管理者に知らせてください。";
  const UNREACHABLE = "ポータルにつながりません。何も保存していません。庁内のネットワークを確かめて、もう一度行ってください。";

  const show = (words) => {
    const area = document.querySelector("[data-messages]");
    if (!area) return;
    const notice = document.createElement("div");
    const state = document.createElement("span");
    const text = document.createElement("span");
    notice.className = "notice notice--alarm";
    state.className = "state state--late";
    state.textContent = "できませんでした";
    text.className = "notice__text";
    text.textContent = words;
    notice.append(state, text);
    area.replaceChildren(notice);
    area.scrollIntoView({ block: "center" });
  };

  // The answer is a whole page of its own; its reason knows more than the status does.
  const reasonIn = (xhr) =>
    new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-reason]")?.textContent.trim();

  // Before htmx reads the answer's headers, which would leave the page and what was typed in it.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401 || !document.querySelector("[data-away]")) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("portal:signed-out"));
  });
  document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => show(reasonIn(xhr) || WORDS[xhr.status] || FAILED));
  document.addEventListener("htmx:sendError", () => show(UNREACHABLE));
  document.addEventListener("htmx:timeout", () => show(UNREACHABLE));
  document.addEventListener("htmx:beforeRequest", () => document.querySelector("[data-messages]")?.replaceChildren());
}
