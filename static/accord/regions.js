// The lists of strengths and of areas of focus, and the suggestions for them: parts of a page that are drawn anew.

export const REGIONS = ".highlights, .suggestions";

export const regionOf = (element) => element?.closest?.(REGIONS) ?? null;

/** Strength or focus: what a list and its suggestions have in common. */
export const kindOf = (region) => region.id.replace("suggestions-", "");
