// Marks in a list of contents the part of the page that is being read.

const links = new Map([...document.querySelectorAll(".contents a[href^='#']")].map((link) => [link.hash.slice(1), link]));
const parts = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
const UNDER_THE_BAR = 160; // pixels: a part whose heading stands there is the one that is read
let waiting = false;

function markCurrent() {
  waiting = false;
  const seen = parts.filter((part) => !part.hidden);
  const current = seen.findLast((part) => part.getBoundingClientRect().top <= UNDER_THE_BAR) ?? seen[0];
  links.forEach((link, id) => {
    if (id === current?.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

document.addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(markCurrent);
}, { passive: true });

if (parts.length) markCurrent();
