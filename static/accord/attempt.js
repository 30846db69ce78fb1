/** What the action returns, or the other value where the browser refuses (storage that is switched off, a broken address). */
export function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
