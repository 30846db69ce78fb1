// The meeting screen shows one item at a time. All of them are on the page: moving needs no server.
// The address keeps the place: #item-3.8, or #item-3.8,differ among the differences only.
"use strict";

(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const byId = (id) => document.getElementById(id);
  const none = byId("none"), position = byId("position"), connection = byId("connection"), keys = byId("keys");
  let show = "all", here = null;

  const isUnset = (slide) => {
    const blank = slide.querySelector(".scale input[value='']");
    return blank ? blank.checked : "unrated" in slide.dataset;
  };
  const belongs = {
    all: () => true,
    differ: (slide) => "differs" in slide.dataset,
    unset: isUnset,
  };
  // The item on the screen stays among those shown, also once it is set.
  const shown = () => slides.filter((slide) => slide === here || belongs[show](slide));

  function draw({ focus = false } = {}) {
    const list = shown();
    slides.forEach((slide) => { slide.hidden = slide !== here; });
    none.hidden = here !== null;
    const place = list.indexOf(here);
    position.textContent = here ? `${place + 1} of ${list.length}` : "";
    byId("previous").disabled = place <= 0;
    byId("next").disabled = place === -1 || place === list.length - 1;
    document.querySelectorAll(".which [data-show]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.show === show));
    });
    const address = here ? `#${here.id}${show === "all" ? "" : `,${show}`}` : `#,${show}`;
    if (`#${afterHash(location.hash)}` !== address) history.replaceState(history.state, "", address);
    window.scrollTo(0, 0);
    if (focus) here?.querySelector(".no").focus({ preventScroll: true });
  }

  function go(slide) {
    if (!slide || slide === here) return;
    here = slide;
    draw({ focus: true });
  }

  function step(by) {
    const list = shown();
    go(list[list.indexOf(here) + by]);
  }

  function choose(what) {
    show = what;
    if (here && !belongs[show](here)) {
      const after = slides.slice(slides.indexOf(here)).find(belongs[show]);
      here = after ?? slides.find(belongs[show]) ?? null;
    }
    here ??= slides.find(belongs[show]) ?? null;
    draw();
  }

  function fromAddress() {
    const [id, what] = afterHash(location.hash).split(",");
    const wanted = slides.find((slide) => slide.id === id);
    show = what in belongs ? what : "all";
    if (wanted && !belongs[show](wanted) && show !== "unset") show = "all";
    here = wanted ?? slides.find(belongs[show]) ?? null;
    draw();
  }

  // What waits here: saving.js marks an answer that the server does not have yet.
  let cutOff = !navigator.onLine;
  function tell() {
    const waiting = document.querySelectorAll(".answer.unsaved").length;
    const answers = waiting === 1 ? "1 answer waits" : `${waiting} answers wait`;
    const text = cutOff ? `No connection: ${waiting ? answers : "what you choose waits"} on this page` : "";
    if (connection.textContent !== text) connection.textContent = text;
  }
  function cut(is) {
    cutOff = is;
    tell();
  }
  window.addEventListener("offline", () => cut(true));
  window.addEventListener("online", () => cut(false));
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => cut(true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status) cut(false);
  });
  new MutationObserver(tell).observe(document.querySelector("main"), {
    attributes: true, attributeFilter: ["class"], subtree: true,
  });

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  function press(selector) {
    const control = here?.querySelector(selector);
    if (!control) return false;
    control.click();
    return true;
  }
  const level = (code) => press(`.scale input[value='${CSS.escape(code)}']`);

  const moves = {
    ArrowRight: () => step(1), PageDown: () => step(1), j: () => step(1),
    ArrowLeft: () => step(-1), PageUp: () => step(-1), k: () => step(-1),
    Home: () => go(shown()[0]), End: () => go(shown().at(-1)),
    f: fullScreen,
    "?": () => keys.showModal(),
    n: () => level("N/A") || press(".scale .tone-outside input"),
    "*": () => press(".flag input"),
  };

  // Before the radio buttons see it: on this screen the left and right arrows turn the page.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("textarea, input:not([type='radio'], [type='checkbox']), select")) {
      if (event.key === "Escape") here?.querySelector(".no").focus();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.key.length === 1 && !accordKeys.on) return; // the arrows turn the page all the same
    if (/^\d$/.test(key)) level(key);
    else if (Object.hasOwn(moves, key)) moves[key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });

  document.addEventListener("click", (event) => {
    const what = event.target.closest("[data-show]")?.dataset.show;
    if (what) choose(what);
  });
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("full-screen").addEventListener("click", fullScreen);
  byId("full-screen").hidden = !document.fullscreenEnabled;
  byId("show-keys").addEventListener("click", () => keys.showModal());
  window.addEventListener("hashchange", fromAddress);

  document.documentElement.classList.add("one-at-a-time");
  fromAddress();
  tell();
})();
