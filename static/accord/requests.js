// What several files need to know of htmx's requests.

export const PATIENCE = 20_000; // milliseconds for one answer of the server

const UNANSWERED = ["htmx:sendError", "htmx:timeout"];

/** The handler is called when a request gets no answer. */
export const onUnanswered = (handler) => UNANSWERED.forEach((name) => document.addEventListener(name, handler));

/** The handler is called when a request gets no answer, or one that is an error. */
export function onFailed(handler) {
  onUnanswered(handler);
  document.addEventListener("htmx:responseError", handler);
}
