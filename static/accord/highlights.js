// Strengths and areas of focus: order by dragging, and nothing typed is lost when a list is drawn anew.
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
      source: list, target: list, swap: "outerHTML", values: { order, moved: row.dataset.highlight },
    });
    list.dataset.before = before.join(" ");
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    const list = listOf(grip);
    if (!list || drag || event.button !== 0) return;
    event.preventDefault();
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
      document.getElementById("saved").textContent = "The order is not saved: the server did not answer. Try again.";
    });
  }

  // A press on Up at the top, or Down at the bottom, asks for nothing.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".moves [aria-disabled='true']")) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // What is typed in other forms of a list outlives its being drawn anew.
  const typed = (root) => [...root.querySelectorAll("textarea")].filter((field) => field.value !== field.defaultValue);
  let kept = [];

  document.addEventListener("htmx:beforeSwap", (event) => {
    const list = event.detail.target;
    if (!list?.matches?.(".highlights")) return;
    const sent = event.detail.requestConfig.elt;
    kept = typed(list).filter((field) => !sent.contains(field) || sent === list).map(({ id, value }) => [id, value]);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, value] of kept) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = value;
      const around = field.closest("details");
      if (around) around.open = true;
    }
    kept = [];
  });
  window.addEventListener("beforeunload", (event) => {
    const forms = [...document.querySelectorAll(".highlights form")];
    if (!sending && forms.some((form) => typed(form).length)) event.preventDefault();
  });
  let sending = false;
  document.addEventListener("submit", (event) => { sending = !event.defaultPrevented; });

  // Focus never falls to the top of the page when the button that had it is gone.
  const refuge = (element) => {
    const suggestions = element.closest(".suggestions");
    if (suggestions) return `#${suggestions.id} h3`;
    const list = listOf(element);
    if (!list) return null;
    if (element.closest(".add")) return `#new-${list.id}`;
    if (element.closest(".edit")) return `#${CSS.escape(element.closest("[data-highlight]").id)} .edit > summary`;
    return element.closest(".moves, .pointing") ? `#${list.id} h2` : null;
  };
  let next = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const focused = document.activeElement;
    if (event.detail.elt.contains?.(focused) && refuge(focused)) {
      const pointing = focused.closest(".pointing")?.querySelector("[data-closes]");
      next = pointing ? `#${CSS.escape(pointing.dataset.closes)}` : refuge(focused);
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!next || document.activeElement !== document.body) return;
    const place = document.querySelector(next);
    if (!place) return;
    if (!place.matches("a, button, summary, textarea")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    next = null;
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
