// On a narrow screen (or at 200 %) the jobs fold behind one button; without script they stay open.
"use strict";
{
  const narrow = window.matchMedia("(max-width: 60rem)");

  const fold = (folded) => {
    document.querySelector("[data-navigation]")?.classList.toggle("is-folded", folded);
    document.querySelector("[data-navigation-toggle]")?.setAttribute("aria-expanded", String(!folded));
  };

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-navigation-toggle]");
    if (toggle) fold(toggle.getAttribute("aria-expanded") === "true");
  });
  narrow.addEventListener("change", () => fold(narrow.matches));
  fold(narrow.matches);
  // Who has many jobs has a list longer than the screen: where one is stays in sight.
  const list = document.querySelector(".nav__inner");
  const here = list?.querySelector("[aria-current]");
  if (here && !narrow.matches) {
    const seen = window.innerHeight - Math.max(0, list.getBoundingClientRect().top);
    list.scrollTop = Math.max(0, here.offsetTop + here.offsetHeight - seen);
  }
}
