// Beside each item, area of focus and decision of a page stands which action steps answer it. They are another page's
// (whose address is marked data-beside), which is read once; lists that are drawn anew get theirs again.

const mark = document.querySelector("[data-beside]");
let found = [];

const put = () => {
  for (const one of found) {
    const place = document.getElementById(one.dataset.place);
    if (!place || place.querySelector(".from-here")) continue;
    (place.querySelector(":scope > .meta") ?? place.querySelector(":scope > :is(.text, th)") ?? place).append(one.cloneNode(true));
  }
};

const read = async () => {
  const address = new URL(mark.dataset.beside, location.href);
  address.searchParams.set("beside", "");
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return; // a link leads there all the same
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  found = [...page.querySelectorAll("[data-place]")];
  put();
  document.addEventListener("htmx:afterSwap", put);
};

if (mark) read().catch(() => {}); // without a connection the page stays as it is
