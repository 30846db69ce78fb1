// The list of categories, and links to places on the page: they lead also to what a filter hides.
import { afterHash, linkFollowed } from "./address.js";
import { isNarrowed, showAll } from "./finding.js";
import { isRated, mark, moveTo } from "./items.js";

// On a phone the list of categories starts folded.
if (window.matchMedia("(max-width: 60rem)").matches) {
  document.querySelectorAll(".contents-menu").forEach((menu) => { menu.open = false; });
}

const isRatedItem = (place) => place.matches(".item") && isRated(place);

document.addEventListener("click", (event) => {
  const link = linkFollowed(event);
  if (!link?.hash || link.origin !== location.origin || link.pathname !== location.pathname) return;
  const place = document.getElementById(afterHash(link.hash));
  if (!place && isNarrowed && link.hash.startsWith("#item-")) {
    event.preventDefault();
    location.assign(location.pathname + link.hash);
  }
  if (!place) return;
  place.querySelectorAll(":scope > .contents-menu").forEach((menu) => { menu.open = true; });
  if (place.closest("[hidden]")) showAll();
  if (!isRatedItem(place)) return;
  event.preventDefault();
  history.pushState(history.state, "", link.hash); // which keeps the filter
  moveTo(place);
});

const here = document.getElementById(afterHash(location.hash));
if (here && isRatedItem(here)) mark(here);
