// Strengths and areas of focus: order by dragging; each press counts once and for what it was meant, however slow
// the server is; nothing typed, chosen or unfolded is lost when a list is drawn anew, nor the place of the keyboard.
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
    const stop = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    // Two quick clicks are meant for one row, although another one may stand beneath the pointer by then.
    if (event.isTrusted && event.detail > 1) {
      const first = pressed && document.getElementById(pressed);
      stop();
      if (!first || !isMove(first)) return;
      if (isBusy(lane, first)) wait(first);
      else first.click();
      return;
    }
    if (event.isTrusted) pressed = control.id;
    if (control.getAttribute("aria-disabled") === "true" && !isBusy(lane, control)) stop(); // up at the top, down at the bottom
    else if (isBusy(lane, control)) {
      stop();
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

  // What a person has in a list or among suggestions, and takes over when it is drawn anew.
  const changed = (field) => field.value !== field.defaultValue;
  const typedIn = (root) => [...root.querySelectorAll("textarea")].filter(changed);
  const chosenIn = (root) => [...root.querySelectorAll(".pointing input[type='checkbox']")].filter((box) => box.checked !== box.defaultChecked);
  const idOf = (element) => element?.id;

  function remember(region, { elt, formData }) {
    const isSent = (element) => elt !== region && elt.contains(element);
    const unsaved = (field) => (isSent(field) ? field.value !== formData.get("text") : changed(field));
    const fields = [...region.querySelectorAll("textarea")].filter(unsaved).map((field) => ({
      id: field.id, text: field.value, was: isSent(field) ? undefined : field.form.elements.was?.value,
    }));
    const editor = elt.closest("details.edit, details.take");
    const open = [...region.querySelectorAll("details[id][open]")].filter((one) => one !== editor).map(idOf);
    const choices = [...region.querySelectorAll(".pointing")].filter((form) => form !== elt).map((form) => [form.parentNode.id, form]);
    const focus = focusIn(region);
    choices.forEach(([, form]) => form.remove()); // before htmx forgets what their buttons do
    return { region: region.id, fields, open, choices, focus };
  }

  // Where the keyboard is, and where it goes on when that is gone: the first of these that is there.
  function focusIn(region) {
    const active = document.activeElement;
    if (!region.contains(active)) return null;
    const row = active.closest("[data-highlight], li");
    const near = [row?.nextElementSibling, row?.previousElementSibling].map(idOf);
    const around = [...document.querySelectorAll("details[id]")].filter((one) => one.contains(active)).map((one) => one.querySelector("summary").id).reverse();
    const places = [active.id, ...(row ? [row.id] : around), ...near, ...around, `title-${region.id}`, `suggested-${kindOf(region)}`];
    if (active.closest(".add") && active.matches("button")) places.unshift(`new-${region.id}`);
    if (active.closest(".edit")) places.splice(1, 0, active.closest(".edit").querySelector("summary").id);
    if (active.closest(".pointing")) places.splice(1, 0, active.closest(".pointing").querySelector("[data-closes]").dataset.closes);
    return { active, places: places.filter(Boolean), start: active.selectionStart, end: active.selectionEnd };
  }

  function giveFocus({ active, places, start, end }) {
    const candidates = [...(active.isConnected ? [active] : []), ...places.map((id) => document.getElementById(id)).filter(Boolean)];
    const taken = candidates.find((place) => {
      if (!place.matches("a, button, summary, textarea, input")) place.tabIndex = -1;
      place.focus({ preventScroll: true });
      return document.activeElement === place; // not where it is folded away
    });
    taken?.scrollIntoView({ block: "nearest" });
    if (taken?.id === active.id && taken.localName === "textarea") taken.setSelectionRange(start, end);
  }

  function putTyped({ id, text, was }, region) {
    const field = document.getElementById(id);
    if (field) {
      field.value = text;
      const editor = field.closest("details");
      if (editor) editor.open = true;
      if (was !== undefined && field.form.elements.was) field.form.elements.was.value = was;
      return;
    }
    // Its row was removed by somebody else: the words go on in a new one.
    const fresh = id.startsWith("text-") && document.getElementById(`new-${region}`);
    if (fresh) fresh.value = [fresh.value, text].filter(Boolean).join("\n");
  }

  function restore({ region, fields, open, choices, focus }) {
    fields.forEach((field) => putTyped(field, region));
    open.map((id) => document.getElementById(id)).filter(Boolean).forEach((one) => { one.open = true; });
    for (const [id, form] of choices) {
      const place = document.getElementById(id);
      if (place && !place.querySelector(".pointing")) place.append(form);
    }
    if (focus) giveFocus(focus);
  }

  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap, requestConfig } = event.detail;
    if (shouldSwap && target?.matches?.(".highlights, .suggestions")) kept = remember(target, requestConfig);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (kept) {
      const all = kept;
      kept = null;
      restore(all);
    }
    // The choice of items that was asked for, unless the person went on meanwhile.
    const heading = event.target.querySelector?.(":scope > .pointing > h3");
    if (heading && document.activeElement === event.detail.requestConfig.elt) heading.focus();
  });

  // Leaving with something unsaved is asked about, unless it is what is being sent.
  let leavingWith = null;
  document.addEventListener("submit", (event) => { leavingWith = event.defaultPrevented ? null : event.target; });
  window.addEventListener("beforeunload", (event) => {
    const regions = [...document.querySelectorAll(".highlights, .suggestions")];
    const unsaved = regions.flatMap((region) => [...typedIn(region), ...chosenIn(region)]);
    if (unsaved.some((one) => !leavingWith?.contains(one))) event.preventDefault();
  });

  // A form that unfolds is ready to be typed in; what is only suggested is selected, for other words to replace it.
  document.addEventListener("click", (event) => {
    const editor = event.target.closest?.(".edit > summary, .take > summary")?.parentNode;
    if (!editor || editor.open) return;
    editor.addEventListener("toggle", () => {
      const field = editor.querySelector("textarea");
      field.focus();
      if (editor.matches(".take") && !changed(field)) field.select();
      else field.setSelectionRange(field.value.length, field.value.length);
    }, { once: true });
  });
  document.addEventListener("reset", (event) => {
    const editor = event.target.closest(".edit, .take");
    if (!editor) return;
    editor.open = false;
    editor.querySelector("summary").focus();
  });

  // The choice of items: how many are chosen, and closing it again.
  document.addEventListener("change", (event) => {
    const group = event.target.closest?.(".pointing details");
    if (!group) return;
    const number = group.querySelectorAll(":checked").length;
    group.querySelector(".chosen").textContent = number ? `${number} chosen` : "";
  });
  document.addEventListener("click", (event) => {
    const closes = event.target.closest?.("[data-closes]");
    const link = closes && document.getElementById(closes.dataset.closes);
    if (!link) return;
    event.preventDefault();
    closes.closest(".pointing").remove();
    link.focus();
  });
})();
