// What several files need to know of htmx's requests.

export const PATIENCE = 20_000; // milliseconds for one answer of the server

/** Why the server refused something, in words that go on a sentence. */
export const refusal = (status) => (
  status === 404 ? "it is not open to you any more" : `the server refused it (${status})`
);

const UNANSWERED = ["htmx:sendError", "htmx:timeout"];

/** The handler is called when a request gets no answer. */
export const onUnanswered = (handler) => UNANSWERED.forEach((name) => document.addEventListener(name, handler));

/** The handler is called when a request gets no answer, or one that is an error. */
export function onFailed(handler) {
  onUnanswered(handler);
  document.addEventListener("htmx:responseError", handler);
}
