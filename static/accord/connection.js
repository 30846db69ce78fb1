// Tells on the meeting screen that the connection is cut, and how many answers wait: saving.js marks those that the
// server does not have yet.
import { onUnanswered } from "./requests.js";

const line = document.getElementById("connection");
let isCut = !navigator.onLine;

function tell() {
  const waiting = document.querySelectorAll(".answer.unsaved").length;
  const answers = waiting === 1 ? "1 answer waits" : `${waiting} answers wait`;
  const text = isCut ? `No connection: ${waiting ? answers : "what you choose waits"} on this page` : "";
  if (line.textContent !== text) line.textContent = text;
}

function cut(is) {
  isCut = is;
  tell();
}

window.addEventListener("offline", () => cut(true));
window.addEventListener("online", () => cut(false));
onUnanswered(() => cut(true));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr.status) cut(false);
});
new MutationObserver(tell).observe(document.querySelector("main"), {
  attributes: true, attributeFilter: ["class"], subtree: true,
});
tell();
