"use strict";
// The links of the page work without this; it only keeps the other pane where it is.
const source = document.querySelector(".src");
const toMark = (mark) => {
  document.querySelectorAll(".src mark.cur").forEach((other) => other.classList.remove("cur"));
  mark.classList.add("cur");
  source.scrollTop += mark.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3;
};
const current = source && source.querySelector("mark.cur");
if (current) toMark(current);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!source || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const hash = link.getAttribute("href").split("#")[1];
  const goal = hash && document.getElementById(hash);
  if (!goal) return;
  if (/^[sf]-\d+$/.test(hash) && source.contains(goal)) {
    event.preventDefault();
    toMark(goal.closest("mark") || goal);
    if (getComputedStyle(source).position === "static") source.scrollIntoView();
  } else if (/^[mp]-\d+$/.test(hash) && source.contains(link)) {
    event.preventDefault();
    toMark(link.closest("mark"));
    goal.scrollIntoView({ block: "center" });
    document.querySelectorAll(".item.cur").forEach((other) => other.classList.remove("cur"));
    goal.classList.add("cur");
  }
});
