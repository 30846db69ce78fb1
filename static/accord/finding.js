// Searching and filtering among the items of an assessment.
import { linkFollowed } from "./address.js";
import { all, isRated, levelOf, shown } from "./items.js";
import { tell } from "./status.js";

const ATTRIBUTES = { unrated: "data-unrated", changed: "data-changed", commented: "data-commented", differing: "data-differs", differs: "data-differs" };

export const search = document.getElementById("find");
const nothing = document.getElementById("nothing");
const filters = [...document.querySelectorAll("a[data-show]")];

/** A page that came with a filter holds only what that filter leaves: its filter links lead to other pages. */
export const isNarrowed = document.querySelector("#filters[data-narrowed]") !== null;

let chosen = null; // the items that the filter left when it was chosen; null without one
let words = [];

const isOn = () => chosen !== null || words.length > 0;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const commentOf = (item) => item.querySelector(".answer textarea")?.value ?? item.querySelector(".said")?.textContent ?? "";

function hasWords(item) {
  const parts = [item.querySelector(".no")?.textContent, item.querySelector(".text")?.textContent, commentOf(item)];
  const text = plain(parts.join(" "));
  return words.every((word) => text.includes(word));
}

function apply() {
  let above = []; // the items that the next one stands beneath, the outermost first
  for (const item of all()) {
    const fits = (chosen === null || chosen.has(item.id)) && hasWords(item);
    item.hidden = !fits;
    above = above.slice(0, item.dataset.reference.split(".").length - 2);
    if (fits) above.filter((one) => !isRated(one)).forEach((one) => (one.hidden = false)); // headings stay with it
    above.push(item);
  }
  for (const chapter of document.querySelectorAll(".chapter")) {
    chapter.hidden = isOn() && !chapter.querySelector(".item:not([hidden])");
  }
  const n = shown().length;
  const none = words.length ? `No ${search.dataset.one} has these words.` : filters.find((one) => one.hasAttribute("aria-current"))?.dataset.nothing ?? "";
  nothing.textContent = none;
  nothing.hidden = !isOn() || n > 0;
  tell(isOn() ? (n ? `${n} ${n === 1 ? search.dataset.one : search.dataset.many}` : none) : "");
}

// What is left begins where one looks: whoever was further down would see its end.
function applyFromFirst() {
  apply();
  const first = shown()[0];
  if (isOn() && first && first.getBoundingClientRect().top < 0) first.scrollIntoView({ block: "center", behavior: "instant" });
}

function findWords() {
  words = plain(search.value).split(/\s+/).filter(Boolean);
  applyFromFirst();
}

export function clearSearch() {
  search.value = "";
  findWords();
}

export function goSearching() {
  search.focus({ preventScroll: true });
  search.scrollIntoView({ block: "center", behavior: "instant" }); // clear of the bar, before typing begins
}

function show(link) {
  const attribute = ATTRIBUTES[link.dataset.show];
  chosen = attribute ? new Set(all().filter((item) => item.hasAttribute(attribute)).map((item) => item.id)) : null;
  for (const one of filters) {
    if (one === link) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  history.replaceState(history.state, "", link.href);
  applyFromFirst();
}

/** Everything is shown again, for the sake of one place that was hidden. */
export function showAll() {
  search.value = "";
  words = [];
  const link = filters.find((one) => !ATTRIBUTES[one.dataset.show]);
  if (chosen !== null) show(link);
  else apply();
}

search.addEventListener("input", findWords);
search.form.addEventListener("submit", (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const link = linkFollowed(event);
  if (isNarrowed || !filters.includes(link)) return;
  event.preventDefault();
  show(link);
});

// What a save changes: the marks by which filters choose, and their counts. Nothing hides until a filter is chosen
// again.

function setMark(item, name, is) {
  const was = item.hasAttribute(ATTRIBUTES[name]);
  item.toggleAttribute(ATTRIBUTES[name], is);
  const count = filters.find((one) => one.dataset.show === name)?.querySelector(".count");
  if (count) count.textContent = Number(count.textContent) + Number(is) - Number(was);
}

document.addEventListener("accord:saved", (event) => {
  const item = event.target.closest(".item");
  if (!item) return;
  setMark(item, "unrated", !levelOf(item));
  setMark(item, "commented", commentOf(item).trim() !== "");
  const trend = item.querySelector(".trend")?.textContent.trim();
  if (trend !== undefined) setMark(item, "changed", trend !== "" && trend !== "unchanged");
});
