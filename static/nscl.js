"use strict";
// Everything works without this file; it only shortens the way.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing) {
    const find = document.getElementById("q");
    if (find) { event.preventDefault(); find.focus(); find.select(); }
  }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle-menu]");
  if (button) {
    const open = document.getElementById("side").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  }
  document.querySelectorAll("details.person[open]").forEach((box) => {
    if (!box.contains(event.target)) box.removeAttribute("open");
  });
});
const summary = document.getElementById("loi");
if (summary) summary.focus();
