// Parts of a page that are drawn anew: the lists of strengths and of areas of focus, with what each side wrote where
// it is the joint one, the suggestions for them, and the decisions of a conference.

export const REGIONS = ".both, .highlights, .suggestions, .decisions";

/** The fields in which people write. */
export const WRITTEN = "textarea, input[type='text']";

/** What a form says its person has seen. */
export const seenIn = (form) => form?.elements.was ?? form?.elements.seen ?? null;

export const regionOf = (element) => element?.closest?.(REGIONS) ?? null;

/** Strength, focus or decisions: what a list and its suggestions have in common. */
export const kindOf = (region) => region.id.replace(/^(suggestions|both)-/, "");
