// Strengths and areas of focus: order by dragging; each press counts once and for what it was meant, however slow
// the server is.
"use strict";

(() => {
  const listOf = (element) => element?.closest?.(".highlights");
  const rowsOf = (list) => [...list.querySelectorAll("[data-highlight]")];
  const idsOf = (list) => rowsOf(list).map((row) => row.dataset.highlight);

  // Dragging: the row stays where it is in the document and its neighbours step over it, so that the pointer
  // never loses it. Where it is let go is where it stays.
  let drag = null;

  function put(ids) {
    const rows = new Map(rowsOf(drag.list).map((row) => [row.dataset.highlight, row]));
    const here = ids.indexOf(drag.row.dataset.highlight);
    ids.slice(0, here).forEach((id) => drag.row.before(rows.get(id)));
    drag.row.after(...ids.slice(here + 1).map((id) => rows.get(id)));
  }

  function follow(event) {
    if (event.pointerId !== drag?.pointer) return;
    const others = rowsOf(drag.list).filter((row) => row !== drag.row);
    const above = others.filter((row) => {
      const box = row.getBoundingClientRect();
      return event.clientY > box.top + box.height / 2;
    }).length;
    const ids = others.map((row) => row.dataset.highlight);
    ids.splice(above, 0, drag.row.dataset.highlight);
    if (ids.join() !== idsOf(drag.list).join()) put(ids);
    if (event.clientY < 60) window.scrollBy(0, -12);
    if (event.clientY > window.innerHeight - 40) window.scrollBy(0, 12);
  }

  function stop({ keep }) {
    if (!drag) return;
    const { list, row, before } = drag;
    if (!keep) put(before);
    row.classList.remove("dragging");
    list.classList.remove("sorting");
    drag = null;
    const order = idsOf(list);
    if (order.join() === before.join()) return;
    htmx.ajax("POST", list.dataset.order, {
      source: list, target: list, swap: "outerHTML settle:0s", values: { order, moved: row.dataset.highlight },
    });
    list.dataset.before = before.join(" ");
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    const list = listOf(grip);
    if (!list || drag || event.button !== 0) return;
    event.preventDefault();
    if (laneOf(list).open) {
      say("Saving … Drag it again in a moment.");
      return;
    }
    const row = grip.closest("[data-highlight]");
    drag = { list, row, before: idsOf(list), pointer: event.pointerId };
    row.classList.add("dragging");
    list.classList.add("sorting");
  });
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", (event) => { if (event.pointerId === drag?.pointer) stop({ keep: true }); });
  document.addEventListener("pointercancel", (event) => { if (event.pointerId === drag?.pointer) stop({ keep: false }); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop({ keep: false }); });

  // The server did not answer: the order on the page is again the one that is saved.
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const list = event.target;
      if (!list.dataset?.before) return;
      const rows = new Map(rowsOf(list).map((row) => [row.dataset.highlight, row]));
      list.dataset.before.split(" ").forEach((id) => rows.get(id).parentNode.append(rows.get(id)));
      delete list.dataset.before;
      say("The order is not saved: the server did not answer. Try again.");
    });
  }

  const said = document.getElementById("saved");
  const say = (words) => { if (said) said.textContent = words; };

  // One request at a time for a list and its suggestions. What is pressed meanwhile waits its turn and is then
  // pressed on the same row, wherever that stands by then. Only what is among the suggestions waits for those.
  // kind → { open: requests on their way, looking: for suggestions, waiting: [{ id, was }], form: being sent, text }
  const lanes = new Map();
  const regionOf = (element) => element?.closest?.(".highlights, .suggestions");
  const kindOf = (region) => region.id.replace("suggestions-", "");

  function laneOf(element) {
    const region = regionOf(element);
    if (!region) return null;
    if (!lanes.has(kindOf(region))) lanes.set(kindOf(region), { open: 0, looking: 0, waiting: [], form: null, text: null });
    return lanes.get(kindOf(region));
  }

  const isMove = (control) => control.matches(".moves [id^='up-'], .moves [id^='down-']");
  const isBusy = (lane, control) => lane.open > 0 || (lane.looking > 0 && control.closest(".suggestions") !== null);
  const wasOf = (control) => control.form?.elements.was?.value;

  function wait(control) {
    const lane = laneOf(control);
    const text = control.form?.elements.text?.value;
    const isOnItsWay = control.form !== undefined && control.form === lane.form && !isMove(control);
    if (isOnItsWay && (text === undefined || text === lane.text)) return; // pressed twice: it is done once
    lane.waiting.push({ id: control.id, was: wasOf(control) });
  }

  function next(lane) {
    while (lane.waiting.length) {
      const [{ id, was }] = lane.waiting;
      const control = document.getElementById(id);
      if (isBusy(lane, control ?? document.body)) return;
      lane.waiting.shift();
      if (!control || wasOf(control) !== was) say("The list changed meanwhile. Look at it, then press again.");
      else control.click();
    }
  }

  let pressed = null; // what a series of quick clicks at one place began on

  document.addEventListener("click", (event) => {
    const control = event.target.closest?.("button[id], a[hx-get][id]");
    const lane = control && laneOf(control);
    if (!lane || control.type === "reset") {
      if (event.isTrusted) pressed = null;
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens it in another tab
    const hold = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    // Two quick clicks are meant for one row, although another one may stand beneath the pointer by then.
    if (event.isTrusted && event.detail > 1) {
      const first = pressed && document.getElementById(pressed);
      hold();
      if (!first || !isMove(first)) return;
      if (isBusy(lane, first)) wait(first);
      else first.click();
      return;
    }
    if (event.isTrusted) pressed = control.id;
    if (control.getAttribute("aria-disabled") === "true" && !isBusy(lane, control)) hold(); // up at the top, down at the bottom
    else if (isBusy(lane, control)) {
      hold();
      wait(control);
    }
  }, true);

  const jobs = new WeakMap(); // request → its lane

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const lane = laneOf(elt);
    if (!lane) return;
    const way = elt.matches(".suggestions") ? "looking" : "open";
    lane[way] += 1;
    const isForm = elt.matches("form");
    if (isForm) Object.assign(lane, { form: elt, text: requestConfig.formData.get("text") });
    const slow = requestConfig.verb === "post" && setTimeout(say, 800, "Saving …");
    jobs.set(xhr, { lane, way, isForm, slow });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = event.detail;
    const job = jobs.get(xhr);
    if (!job) return;
    jobs.delete(xhr);
    clearTimeout(job.slow);
    const { lane } = job;
    // When htmx is through with this one, and what went wrong is said.
    setTimeout(() => {
      if (job.way === "open" && lane.waiting.length && !(xhr.status >= 200 && xhr.status < 300)) {
        lane.waiting = [];
        say(`${said?.textContent ?? ""} What you pressed after that is not done either.`.trim());
      }
      lane[job.way] -= 1;
      if (job.isForm) lane.form = lane.text = null;
      next(lane);
    });
  });
})();
