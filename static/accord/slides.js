// Arrow keys, Page Up and Down, Home and End go from slide to slide. Without this the page scrolls and snaps.
const slides = [...document.querySelectorAll(".slide")];
const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

/** The slide whose top is nearest to that of the window. */
function current() {
  const distances = slides.map((slide) => Math.abs(slide.getBoundingClientRect().top));
  return distances.indexOf(Math.min(...distances));
}

/** Whether more of the slide is to be seen by scrolling in that direction. */
function goesOn(slide, step) {
  const { top, bottom } = slide.getBoundingClientRect();
  return step > 0 ? bottom > window.innerHeight + 2 : top < -2;
}

function show(at) {
  const slide = slides[Math.max(0, Math.min(slides.length - 1, at))];
  slide.scrollIntoView();
  slide.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const step = STEPS[event.key];
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else if (step && (sideways || !goesOn(slides[current()], step))) show(current() + step);
  else return;
  event.preventDefault();
});
