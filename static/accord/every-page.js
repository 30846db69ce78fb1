// What every page needs beyond htmx: the CSRF token for its requests, menus that close, and signing out.
import "./notes.js";
import "./printing.js";
import "./refusals.js";
import "./session.js";
import "./years.js";

document.documentElement.classList.add("js");

// The token is read at the time of the request: signing in again in another tab changes it.
document.addEventListener("htmx:configRequest", (event) => {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) event.detail.headers["X-CSRFToken"] = cookie.slice("csrftoken=".length);
});

const openMenus = () => document.querySelectorAll("details.me[open]");

document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => { menu.open = menu.contains(event.target); });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
