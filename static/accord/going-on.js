// Who leaves while saves are on their way leaves once they have arrived: nobody is asked about them, and the next page
// knows of them. Where one does not arrive, the person stays; who presses again leaves at once.
import { linkFollowed } from "./address.js";
import { sayOnce } from "./status.js";

let goOn = null;

/** From now on a page is left like this; `isOnItsWay` says whether everything that is not saved was sent. */
export function leaveOnceSaved(isOnItsWay) {
  function waitFor(event, action) {
    const isAgain = goOn !== null && !(event.detail > 1); // not the second half of a double click
    goOn = null;
    if (!isOnItsWay() || isAgain || event.defaultPrevented) return;
    event.preventDefault();
    sayOnce("Saving …");
    goOn = action;
  }

  document.addEventListener("click", (event) => {
    const link = linkFollowed(event);
    const isElsewhere = link && !link.target && !link.download && link.href.split("#")[0] !== location.href.split("#")[0];
    if (isElsewhere) waitFor(event, () => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("method") === "post") waitFor(event, () => event.target.requestSubmit(event.submitter));
  });
}

/** Something arrived or did not: `isStuck` where the person has to look, `isAllSaved` where nothing is left. */
export function goOnIfSaved({ isStuck, isAllSaved }) {
  if (isStuck) goOn = null;
  if (!goOn || !isAllSaved) return;
  const action = goOn;
  goOn = null;
  action();
}
