/** A percent-encoded byte; `%` before anything else stands for itself. */
const ENCODED = /%(?=[0-9a-fA-F]{2})/g;

/** The `file:` URI of a normal path; only what would be read as percent-encoding is encoded, so that people can read it. */
export function fileUri(path: string): string {
  const text = path.replace(ENCODED, "%25");
  if (text.startsWith("//")) return `file:${text}`;
  if (text.startsWith("/")) return `file://${text}`;
  return /^[a-z]:(?:\/|$)/.test(text) ? `file:///${text}` : `file:${text}`;
}

/** Percent-decoded once; what is no UTF-8 stays as it is. */
export function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
