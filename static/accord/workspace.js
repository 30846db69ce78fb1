// Saves that fail stay marked on the page until they succeed, and leaving is warned of.
"use strict";

const answerOf = (event) => event.target.closest?.(".answer");

// On a phone the list of categories starts folded.
if (window.matchMedia("(max-width: 60rem)").matches) {
  document.querySelectorAll(".contents-menu").forEach((menu) => { menu.open = false; });
}

document.addEventListener("input", (event) => {
  const answer = answerOf(event);
  if (!answer) return;
  answer.classList.add("unsaved");
  answer.typedSince = true;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const answer = answerOf(event);
  if (answer) answer.typedSince = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const answer = answerOf(event);
  if (answer && event.detail.successful && !answer.typedSince) answer.classList.remove("unsaved");
});

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const saved = document.getElementById("saved");
    const item = answerOf(event)?.dataset.item;
    saved.textContent = `${item ? `${item} is` : "This is"} not saved: the server did not answer. Choose again to retry.`;
  });
}

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(".answer.unsaved")) event.preventDefault();
});
