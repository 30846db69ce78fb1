// What every page needs beyond htmx: the CSRF token for its requests, and menus that close.
"use strict";

document.documentElement.classList.add("js");

// The token is read at the time of the request: signing in again in another tab changes it.
document.addEventListener("htmx:configRequest", (event) => {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) event.detail.headers["X-CSRFToken"] = cookie.slice("csrftoken=".length);
});

// What an address names after “#”; nothing where it is broken.
function afterHash(address) {
  try {
    return decodeURIComponent(address.slice(1));
  } catch {
    return "";
  }
}

// Who signs out takes along the answers that wait in this tab (saving.js).
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[action$='/accounts/logout/']")) return;
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith("accord-")).forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // Without storage nothing waits.
  }
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.me[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.me[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
