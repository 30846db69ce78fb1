// What the conference and the meeting screen need beside saving.js.
"use strict";

// “Keep theirs” brings the workspace's item: here only its answer is taken, the sides' words stay.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.target.closest(".pair, .slide")?.querySelector(".answer")
    ?? event.detail.target.closest?.(".pair, .slide")?.querySelector(".answer");
  if (!answer || event.detail.requestConfig.verb !== "get" || !event.detail.shouldSwap) return;
  event.detail.target = answer;
  event.detail.selectOverride = ".answer";
});

// The server names the next one in the order of the document; the conference begins with the differences.
document.addEventListener("htmx:oobAfterSwap", ({ target }) => {
  const link = target.id === "progress" && target.querySelector("a");
  const next = [...document.querySelectorAll(".pair")].find((pair) => pair.querySelector(".scale input[value='']")?.checked);
  if (!link || !next) return;
  link.hash = next.id;
  link.lastChild.data = `: ${next.dataset.reference}`;
});

// Once everything is set, the next thing to do is to submit.
document.addEventListener("htmx:oobAfterSwap", () => {
  const submit = document.getElementById("check-and-submit");
  const done = document.querySelector("#progress a") === null;
  if (!submit || !done) return;
  document.querySelectorAll(".steps .btn-primary").forEach((button) => {
    button.classList.replace("btn-primary", "btn-outline-primary");
  });
  submit.classList.replace("btn-outline-primary", "btn-primary");
});
