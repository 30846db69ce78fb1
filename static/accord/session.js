// Whether the person is signed in, as far as this page knows.
import { attempt } from "./attempt.js";

export const session = {
  isOver: false, // the server asks the person to sign in again
  wasOver: false, // what is restored here comes from a session that was over
  isGivenUp: false, // the person signs out, and gives up what waits here
  isOld: false, // the browser shows again a page that was left, perhaps to somebody else: it is on its way anew
};

window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  session.isOld = true;
  document.documentElement.hidden = true;
  location.reload();
});

// Who signs out takes along the answers that wait in this tab (unsaved.js).
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[action$='/accounts/logout/']")) return;
  session.isGivenUp = true;
  const kept = attempt(() => Object.keys(sessionStorage), []).filter((key) => key.startsWith("accord-"));
  kept.forEach((key) => sessionStorage.removeItem(key));
});
