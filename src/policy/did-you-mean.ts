/** A name that is further off than this share of its letters is another word, not a slip. */
const MAX_DISTANCE_SHARE = 0.34;

/** `did you mean X?`, where one of the known names is near enough to be what was meant. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const nearest = nearestOf(name, known);
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

export function nearestOf(name: string, known: Iterable<string>): string | undefined {
  let best: { readonly text: string; readonly distance: number } | undefined;
  for (const text of known) {
    const distance = distanceOf(name.toLowerCase(), text.toLowerCase());
    const near = distance <= Math.max(1, Math.floor(Math.max(name.length, text.length) * MAX_DISTANCE_SHARE));
    if (near && text !== name && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { text, distance };
  }
  return best?.text;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let [before, above]: [readonly number[], readonly number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + cost,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, above] = [above, row];
  }
  return above[b.length] ?? 0;
}
