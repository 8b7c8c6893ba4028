"use strict";
// Filters, searches and opens lists of checks, and opens what a link or a printer needs. The page reads well without it.

for (const list of document.querySelectorAll(".checks")) {
  const checks = [...list.querySelectorAll(":scope > .check")];
  const texts = checks.map((check) => `${check.id} ${check.textContent}`.toLowerCase());
  const buttons = [...list.querySelectorAll("[data-filter]")];
  const search = list.querySelector("input");
  const shown = list.querySelector(".shown");
  let wanted = "";

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    checks.forEach((check, index) => {
      const outcome = !wanted || check.dataset.outcome === wanted;
      check.hidden = !(outcome && words.every((word) => texts[index].includes(word)));
      count += check.hidden ? 0 : 1;
    });
    shown.textContent = shown.dataset.text.replace("{shown}", count).replace("{total}", checks.length);
  };
  const pick = (outcome) => {
    wanted = outcome;
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.filter === wanted));
    show();
  };
  buttons.forEach((button) => button.addEventListener("click", () => pick(button.dataset.filter)));
  search.addEventListener("input", show);
  for (const button of list.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => {
      checks.filter((check) => !check.hidden).forEach((check) => { check.open = button.dataset.open === "true"; });
    });
  }
  list.addEventListener("reveal", () => { search.value = ""; pick(""); });
  list.querySelector(".tools").hidden = false;
  show();
}

const follow = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.hidden) target.closest(".checks").dispatchEvent(new Event("reveal"));
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", follow);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) follow();
});
follow();

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((part) => { part.open = true; });
});
addEventListener("afterprint", () => {
  closed.forEach((part) => { part.open = false; });
  closed = [];
});
