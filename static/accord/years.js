// “2025-2026” stays in one line: browsers break it after the hyphen, where it reads as two years.
const YEARS = /(?<![\w/-])\d{4}-(?:\d{4}|\d{2})(?![\w/-])/;
const TAKES_NO_ELEMENT = "option, textarea, script, style, svg, .years";

function textsIn(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    if (YEARS.test(walker.currentNode.data) && !walker.currentNode.parentElement.closest(TAKES_NO_ELEMENT)) found.push(walker.currentNode);
  }
  return found;
}

function keepInOneLine(text) {
  for (let rest = text, found; (found = YEARS.exec(rest.data));) {
    const years = rest.splitText(found.index);
    rest = years.splitText(found[0].length);
    const whole = document.createElement("span");
    whole.className = "years";
    years.replaceWith(whole);
    whole.append(years);
  }
}

const keepYearsIn = (part) => textsIn(part).forEach(keepInOneLine);

keepYearsIn(document.body);
document.addEventListener("htmx:load", ({ target }) => keepYearsIn(target));
