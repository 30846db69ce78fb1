// Strengths and areas of focus: each press of a button counts once and for what it was meant, however slow the
// server is. One request at a time for a list and its suggestions. What is pressed meanwhile waits its turn and is
// then pressed on the same row, wherever that stands by then. Only what is among the suggestions waits for those.
import { kindOf, regionOf } from "./regions.js";
import { said, say } from "./status.js";

// kind → { open: requests on their way, looking: for suggestions, waiting: [{ id, was }], form: being sent, text }
const lanes = new Map();

function laneOf(element) {
  const region = regionOf(element);
  if (!region) return null;
  const kind = kindOf(region);
  if (!lanes.has(kind)) lanes.set(kind, { open: 0, looking: 0, waiting: [], form: null, text: null });
  return lanes.get(kind);
}

/** Whether something of this list is on its way to the server. */
export const isSaving = (list) => laneOf(list)?.open > 0;

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
  if (isBusy(lane, control)) {
    hold();
    wait(control);
  } else if (control.getAttribute("aria-disabled") === "true") hold(); // up at the top, down at the bottom
}, true);

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  const lane = laneOf(elt);
  if (!lane) return;
  const way = elt.matches(".suggestions") ? "looking" : "open";
  lane[way] += 1;
  const isForm = elt.matches("form");
  if (isForm) Object.assign(lane, { form: elt, text: requestConfig.formData.get("text") });
  const slow = requestConfig.verb === "post" && setTimeout(say, 800, "Saving …");
  requestConfig.press = { lane, way, isForm, slow };
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig: { press } } = event.detail;
  if (!press) return;
  clearTimeout(press.slow);
  // When htmx is through with this one, and what went wrong is said.
  setTimeout(conclude, 0, press, xhr);
});

function conclude({ lane, way, isForm }, { status }) {
  if (way === "open" && lane.waiting.length && !(status >= 200 && status < 300)) {
    lane.waiting = [];
    say(`${said()} What you pressed after that is not done either.`.trim());
  }
  lane[way] -= 1;
  if (isForm) lane.form = lane.text = null;
  next(lane);
}
