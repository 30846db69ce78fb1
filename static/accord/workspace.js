// Saves that fail stay marked on the page until they succeed, and leaving is warned of.
"use strict";

const answerOf = (event) => event.target.closest?.(".answer");

// On a phone the list of categories starts folded.
if (window.matchMedia("(max-width: 60rem)").matches) {
  document.querySelectorAll(".contents-menu").forEach((menu) => { menu.open = false; });
}

document.addEventListener("input", (event) => {
  answerOf(event)?.classList.add("unsaved");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const answer = answerOf(event);
  if (!answer) return;
  const answered = event.detail.xhr && event.detail.xhr.status > 0 && event.detail.xhr.status < 500;
  if (answered) answer.classList.remove("unsaved");
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
