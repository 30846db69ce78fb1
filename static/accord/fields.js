// The fields of a form: what stands in them, beside what the server sent.

const isChoice = ({ type }) => type === "radio" || type === "checkbox";

// Of a select, what the browser chooses at first.
function firstOf(select) {
  const options = [...select.options];
  const named = options.filter((one) => one.defaultSelected);
  if (select.multiple) return named;
  return named.length ? named.slice(-1) : options.filter((one) => !one.disabled).slice(0, 1);
}

// Django's two lists move options from one to the other, and select them only when they are sent.
const listed = (select) => (window.SelectBox?.cache[select.id] ?? []).map(({ value }) => value).sort().join();
const listedFirst = new Map();
window.addEventListener("load", () => {
  document.querySelectorAll("select.filtered").forEach((one) => listedFirst.set(one, listed(one)));
});

/** Whether something else stands in a field than what the server sent. */
export function isChanged(field) {
  if (listedFirst.has(field)) return listed(field) !== listedFirst.get(field);
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const first = firstOf(field);
  return [...field.options].some((one) => one.selected !== first.includes(one));
}

/** Puts into a field what the server sent. */
export function putDefault(field) {
  if (isChoice(field)) field.checked = field.defaultChecked;
  else if (field.localName === "select") [...field.options].forEach((one) => { one.selected = firstOf(field).includes(one); });
  else if (isChanged(field)) field.value = field.defaultValue;
}

/** What stands in some fields, as [name, value]. */
export const read = (fields) => [...fields].flatMap((one) => {
  if (isChoice(one)) return one.checked ? [[one.name, one.value]] : [];
  return one.multiple ? [...one.selectedOptions].map(({ value }) => [one.name, value]) : [[one.name, one.value]];
});

/** Puts what was read earlier into fields of the same names, and unfolds what is changed by it. */
export function fill(fields, pairs) {
  const left = new Map();
  pairs.forEach(([name, value]) => left.set(name, [...(left.get(name) ?? []), value]));
  for (const field of fields) {
    const values = left.get(field.name) ?? [];
    if (isChoice(field)) field.checked = values.includes(field.value);
    else if (field.multiple) [...field.options].forEach((one) => { one.selected = values.includes(one.value); });
    else if (values.length) field.value = values.shift();
    if (isChanged(field)) unfold(field);
  }
}

function unfold(field) {
  for (let folded = field.closest("details"); folded; folded = folded.parentNode.closest("details")) folded.open = true;
}

/** What was sent of some fields is what the server has now. */
export function setSaved(fields, sent) {
  for (const field of fields) {
    const values = sent.getAll(field.name);
    if (isChoice(field)) field.defaultChecked = values.includes(field.value);
    else if (field.localName !== "select" && values.length) field.defaultValue = values[0];
  }
}
