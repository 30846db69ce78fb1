// Moving, choosing, searching and filtering among the items of an assessment. Everything here has a visible
// control as well; what is chosen is saved by the page's forms (saving.js).
"use strict";

(() => {
  const TEXT_FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
  const ATTRIBUTES = { unrated: "data-unrated", changed: "data-changed", commented: "data-commented", differing: "data-differs", differs: "data-differs" };

  const bars = [...document.querySelectorAll(".bars, .bar")];
  const search = document.getElementById("find");
  const found = document.getElementById("found");
  const keys = document.getElementById("keys");
  const nothing = document.getElementById("nothing");
  const filters = [...document.querySelectorAll("a[data-show]")];
  // A page that came with a filter holds only what that filter leaves: its filter links lead to other pages.
  const isNarrowed = document.querySelector("#filters[data-narrowed]") !== null;

  // On a phone the list of categories starts folded.
  if (window.matchMedia("(max-width: 60rem)").matches) {
    document.querySelectorAll(".contents-menu").forEach((menu) => { menu.open = false; });
  }

  // The items

  const isRated = (item) => item.querySelector(".answer") !== null;
  const all = () => [...document.querySelectorAll(".item")];
  const shown = () => all().filter((item) => isRated(item) && !item.closest("[hidden]"));
  const levelOf = (item) => item.querySelector(".scale input:checked")?.value;
  const isUnrated = (item) => (item.querySelector(".scale") ? !levelOf(item) : item.hasAttribute("data-unrated"));
  const commentOf = (item) => item.querySelector(".answer textarea")?.value ?? item.querySelector(".said")?.textContent ?? "";

  function isInView(item) {
    const { top, bottom } = item.getBoundingClientRect();
    const bar = bars.find((one) => getComputedStyle(one).position === "sticky");
    const covered = bar ? bar.getBoundingClientRect().bottom : 0;
    return bottom > covered + 30 && top < innerHeight - 30;
  }

  const marked = () => document.querySelector(".item[aria-current]");

  const focused = () => [document.activeElement?.closest(".item")].find((item) => item && isRated(item));

  // The item that holds the focus, else the one last moved to while it is in view, else the first in view or
  // the next one to come into it.
  function current() {
    const last = marked();
    const items = shown();
    if (focused() || (items.includes(last) && isInView(last))) return focused() ?? last;
    return items.find(isInView) ?? items.find((item) => item.getBoundingClientRect().top > 0) ?? items[0];
  }

  function mark(item) {
    if (item === marked()) return;
    marked()?.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
  }

  function moveTo(item) {
    if (!item) return;
    const control = item.querySelector(".scale input:checked") ?? item.querySelector(".scale input");
    if (!control) item.tabIndex = -1;
    mark(item);
    (control ?? item).focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const here = current();
    const items = shown();
    moveTo(here === marked() ? items[items.indexOf(here) + by] ?? here : here);
  }

  function nextUnrated() {
    const items = shown();
    const here = items.indexOf(current());
    const start = items[here] === marked() ? here + 1 : here; // what nobody moved to yet may be the next itself
    const next = [...items.slice(start), ...items.slice(0, start)].find(isUnrated);
    if (next) moveTo(next);
    else tell("No unrated item here.");
  }

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest?.(".item");
    if (item && isRated(item)) mark(item);
  });

  // Keys

  function choose(key) {
    const item = current();
    const fits = (radio) => radio.value.toLowerCase() === key || (key === "n" && radio.value.toLowerCase() === "n/a");
    const radio = item && [...item.querySelectorAll(".scale input[type=radio]")].find(
      (one) => (one.value === "" ? key === "-" : fits(one)),
    );
    if (radio) press(item, radio);
    return Boolean(radio);
  }

  function toggleFlag() {
    const item = current();
    const flag = item?.querySelector(".flag input[type=checkbox]");
    if (flag) press(item, flag);
  }

  // What is not on screen is shown first, not changed.
  function press(item, control) {
    if (item !== focused() && !isInView(item)) {
      moveTo(item);
      return;
    }
    control.focus({ preventScroll: true });
    control.click();
    item.scrollIntoView({ block: "nearest" });
  }

  function openComment() {
    const item = current();
    const comment = item?.querySelector("details.comment");
    if (!comment) return;
    comment.open = true;
    comment.querySelector("textarea").focus();
  }

  function goSearching() {
    search?.focus({ preventScroll: true });
    search?.scrollIntoView({ block: "center", behavior: "instant" }); // clear of the bar, before typing begins
  }

  function leave(field) {
    if (field === search) {
      search.value = "";
      findWords();
      const item = marked();
      if (item && !item.closest("[hidden]")) moveTo(item);
      else search.blur();
    } else if (field.closest(".answer")) moveTo(field.closest(".item"));
  }

  const COMMANDS = {
    j: () => step(1),
    k: () => step(-1),
    u: nextUnrated,
    c: openComment,
    "*": toggleFlag,
    "/": goSearching,
    "?": () => keys?.showModal(),
  };
  const REPEATING = ["j", "k", "ArrowDown", "ArrowUp"];

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (target.matches(TEXT_FIELDS)) {
      if (event.key === "Escape") leave(target);
      else if (target === search && ["Enter", "ArrowDown"].includes(event.key)) {
        event.preventDefault();
        moveTo(shown()[0]);
      }
      return;
    }
    const isChoice = target.matches(".answer input");
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Enter" && isChoice) event.preventDefault(); // it would send the whole category
    if (!accordKeys.on || (event.repeat && !REPEATING.includes(key))) return;
    if (key === "Enter") {
      if (!isChoice && target !== document.body && !target.matches(".item, main")) return;
      event.preventDefault();
      openComment();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      if (!target.closest(".scale")) return;
      event.preventDefault();
      step(key === "ArrowDown" ? 1 : -1);
    } else if (choose(key)) event.preventDefault();
    else if (Object.hasOwn(COMMANDS, key)) {
      event.preventDefault();
      COMMANDS[key]();
    }
  });

  document.getElementById("show-keys")?.addEventListener("click", () => keys.showModal());

  // Searching and filtering

  let chosen = null; // the items that the filter left when it was chosen; null without one
  let words = [];
  let telling = null;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Told once typing pauses.
  function tell(what) {
    clearTimeout(telling);
    telling = setTimeout(() => { if (found) found.textContent = what; }, 400);
  }

  function hasWords(item) {
    const parts = [item.querySelector(".no")?.textContent, item.querySelector(".text")?.textContent, commentOf(item)];
    const text = plain(parts.join(" "));
    return words.every((word) => text.includes(word));
  }

  function apply() {
    const isOn = chosen !== null || words.length > 0;
    let above = []; // the items that the next one stands beneath, the outermost first
    for (const item of all()) {
      const fits = !isOn || ((chosen === null || chosen.has(item.id)) && hasWords(item));
      item.hidden = !fits;
      above = above.slice(0, item.dataset.reference.split(".").length - 2);
      if (fits) above.filter((one) => !isRated(one)).forEach((one) => (one.hidden = false)); // a heading stays with what stands beneath it
      above.push(item);
    }
    for (const chapter of document.querySelectorAll(".chapter")) {
      chapter.hidden = isOn && !chapter.querySelector(".item:not([hidden])");
    }
    const n = shown().length;
    const none = words.length ? "No item has these words." : filters.find((one) => one.hasAttribute("aria-current"))?.dataset.nothing ?? "No items.";
    if (nothing) {
      nothing.textContent = none;
      nothing.hidden = !isOn || n > 0;
    }
    tell(isOn ? (n ? `${n} item${n === 1 ? "" : "s"}` : none) : "");
  }

  function findWords() {
    words = plain(search.value).split(/\s+/).filter(Boolean);
    apply();
    toFirst();
  }

  function show(link) {
    const attribute = ATTRIBUTES[link.dataset.show];
    chosen = attribute ? new Set(all().filter((item) => item.hasAttribute(attribute)).map((item) => item.id)) : null;
    for (const one of filters) {
      if (one === link) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    history.replaceState(history.state, "", link.href);
    apply();
    toFirst();
  }

  // What is left begins where one looks: whoever was further down would see its end.
  function toFirst() {
    const first = shown()[0];
    const isOn = chosen !== null || words.length > 0;
    if (isOn && first && first.getBoundingClientRect().top < 0) first.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // Everything is shown again, for the sake of one place that was hidden.
  function showAll() {
    if (search) search.value = "";
    words = [];
    const link = filters.find((one) => !ATTRIBUTES[one.dataset.show]);
    if (chosen !== null && link) show(link);
    chosen = null;
    apply();
  }

  search?.addEventListener("input", findWords);
  search?.form?.addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (filters.includes(link)) {
      if (isNarrowed) return;
      event.preventDefault();
      show(link);
      return;
    }
    if (link.origin !== location.origin || link.pathname !== location.pathname || !link.hash) return;
    const place = document.getElementById(afterHash(link.hash));
    if (!place && isNarrowed && link.hash.startsWith("#item-")) {
      event.preventDefault();
      location.assign(location.pathname + link.hash);
    }
    if (!place) return;
    if (place.closest("[hidden]")) showAll();
    if (!place.matches(".item") || !isRated(place)) return;
    event.preventDefault();
    history.pushState(history.state, "", link.hash); // which keeps the filter
    moveTo(place);
  });

  // What a save changes: the marks by which filters choose, and their counts. Nothing hides until a filter
  // is chosen again.

  function setMark(item, name, is) {
    const was = item.hasAttribute(ATTRIBUTES[name]);
    item.toggleAttribute(ATTRIBUTES[name], is);
    if (was !== is) addTo(name, is ? 1 : -1);
  }

  function addTo(name, n) {
    const count = filters.find((one) => one.dataset.show === name)?.querySelector(".count");
    if (count) count.textContent = Number(count.textContent) + n;
  }

  document.addEventListener("accord:saved", (event) => {
    const item = event.target.closest(".item");
    if (!item) return;
    setMark(item, "unrated", !levelOf(item));
    setMark(item, "commented", commentOf(item).trim() !== "");
    const trend = item.querySelector(".trend")?.textContent.trim();
    if (trend !== undefined) setMark(item, "changed", trend !== "" && trend !== "unchanged");
  });

  const here = location.hash && document.getElementById(afterHash(location.hash));
  if (here && here.matches(".item") && isRated(here)) mark(here);
})();
