// Whether single keys do something: a choice of this browser, made in the list of keys (#keys-on).
"use strict";

const accordKeys = { on: true };

(() => {
  const OFF = "accord-keys-off";
  try {
    accordKeys.on = localStorage.getItem(OFF) === null;
  } catch {
    // Without storage the choice holds for this page.
  }
  const box = document.getElementById("keys-on");
  if (!box) return;
  box.checked = accordKeys.on;
  box.addEventListener("change", () => {
    accordKeys.on = box.checked;
    try {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch {
      // As above.
    }
  });
})();
