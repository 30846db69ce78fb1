// The meeting screen shows one item at a time, and after them strengths, areas of focus and decisions. All of them are
// on the page: moving needs no server.
// The address keeps the place: #item-3.8, or #item-3.8,differ among the differences only.
import { afterHash } from "./address.js";

const slides = [...document.querySelectorAll(".slide")];
const byId = (id) => document.getElementById(id);
let show = "all";
let here = null;

function isUnset(slide) {
  const blank = slide.querySelector(".scale input[value='']");
  return blank ? blank.checked : "unrated" in slide.dataset;
}

const belongs = {
  all: () => true,
  differ: (slide) => "differs" in slide.dataset,
  unset: isUnset,
};

const firstThatBelongs = (among = slides) => among.find(belongs[show]) ?? null;
const isItem = (slide) => "reference" in slide.dataset;
// The item on the screen stays among those shown, also once it is set.
const shown = () => slides.filter((slide) => slide === here || belongs[show](slide));

function draw() {
  const list = shown();
  slides.forEach((slide) => { slide.hidden = slide !== here; });
  byId("none").hidden = here !== null;
  const place = list.indexOf(here);
  const items = list.filter(isItem);
  byId("position").textContent = items.includes(here) ? `${items.indexOf(here) + 1} of ${items.length}` : "";
  byId("previous").disabled = place <= 0;
  byId("next").disabled = place === -1 || place === list.length - 1;
  document.querySelectorAll(".which [data-show]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.show === show));
  });
  const address = here ? `#${here.id}${show === "all" ? "" : `,${show}`}` : `#,${show}`;
  if (`#${afterHash(location.hash)}` !== address) history.replaceState(history.state, "", address);
  window.scrollTo(0, 0);
}

/** Puts the keyboard at the item on the screen. */
export const focusItem = () => here?.querySelector("h2").focus({ preventScroll: true });

function go(slide) {
  if (!slide || slide === here) return;
  here = slide;
  draw();
  focusItem();
}

export const goToFirst = () => go(shown()[0]);
export const goToLast = () => go(shown().filter(isItem).at(-1));

export function step(by) {
  const list = shown();
  go(list[list.indexOf(here) + by]);
}

function choose(what) {
  show = what;
  if (!here || !belongs[show](here)) {
    here = firstThatBelongs(slides.slice(Math.max(slides.indexOf(here), 0))) ?? firstThatBelongs();
  }
  draw();
}

function followAddress() {
  const [id, what] = afterHash(location.hash).split(",");
  const wanted = byId(id)?.closest(".slide") ?? undefined;
  show = what in belongs ? what : "all";
  if (wanted && !belongs[show](wanted) && show !== "unset") show = "all";
  here = wanted ?? firstThatBelongs();
  draw();
}

/** Presses a control of the item on the screen, and says whether it is there. */
export function press(selector) {
  const control = here?.querySelector(selector);
  control?.click();
  return Boolean(control);
}

export function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

document.addEventListener("click", (event) => {
  const what = event.target.closest("[data-show]")?.dataset.show;
  if (what) choose(what);
});
byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("full-screen").addEventListener("click", toggleFullScreen);
byId("full-screen").hidden = !document.fullscreenEnabled;
window.addEventListener("hashchange", followAddress);

document.documentElement.classList.add("one-at-a-time");
followAddress();
