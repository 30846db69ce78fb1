// Where a form was refused, the keyboard goes to what is wrong, and the title says so. The server does it for whole
// pages (core/refusals.py); here for those that htmx draws anew, and where a place in the address takes the focus.
const MARK = "Error: ";

function focusOn(wrong) {
  if (!wrong.matches("a, button, input, select, textarea")) wrong.tabIndex = -1;
  wrong.focus();
}

if (location.hash) document.querySelectorAll("[autofocus]").forEach(focusOn);

// Not while somebody goes on typing: only what was sent by pressing a button.
document.addEventListener("htmx:afterSettle", ({ detail: { xhr, target, requestConfig } }) => {
  if (requestConfig?.triggeringEvent?.type !== "submit") return;
  const isRefused = xhr.status >= 400;
  document.title = (isRefused ? MARK : "") + document.title.replace(MARK, "");
  if (!isRefused) return;
  const place = document.getElementById(target.id) ?? target;
  const wrong = place.querySelector('[aria-invalid="true"]') ?? place.querySelector('[role="alert"]');
  if (wrong) focusOn(wrong);
});
