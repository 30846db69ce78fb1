// Asks a person whose session is over to sign in again. The dialog for it says whose page this is, which, and what
// waits on it: answers, values.
import { session } from "./session.js";

export const dialog = document.getElementById("signed-out");

let isLeaving = false;
dialog.querySelector("a").addEventListener("click", () => { isLeaving = true; });
document.addEventListener("visibilitychange", () => { isLeaving = false; });

/** Whether the person follows the dialog's link, for which no warning is due. */
export const leavesToSignIn = () => isLeaving;

/** Asks once, and again when the person tries to save; the items wait until then. */
export function askToSignIn(address, items, { again }) {
  const goal = new URL(address, location.href);
  // Back to the whole page, where every item is, at one that waits.
  const page = new URL(goal.searchParams.get("next") ?? "/", location.href);
  page.searchParams.delete("show");
  if (document.getElementById(`item-${items[0]}`)) page.hash = `item-${items[0]}`;
  goal.searchParams.set("next", page.pathname + page.search + page.hash);
  dialog.querySelector("a").href = goal;
  dialog.querySelector("#kept").textContent = items.length === 1
    ? `Your unsaved ${dialog.dataset.what} is kept on this page. It is saved once you have signed in again.`
    : `Your ${items.length} unsaved ${dialog.dataset.what}s are kept on this page. They are saved once you have signed in again.`;
  if (again && !dialog.open) dialog.showModal();
}

export function isSignedIn() {
  if (!session.isOver) return;
  session.isOver = false;
  dialog.close();
}
