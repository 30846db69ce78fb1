// Addresses and the links that lead to them.
import { attempt } from "./attempt.js";

/** What an address names after “#”; nothing where it is broken. */
export const afterHash = (address) => attempt(() => decodeURIComponent(address.slice(1)), "");

/** The link that a click follows in this tab, if it is one. */
export function linkFollowed(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  return event.target.closest?.("a[href]") ?? null;
}
