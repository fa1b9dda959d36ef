/** The path of a request's target (RFC 9112 section 3.2.1), as it came. */
export function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? "";
}

export function queryOf(target: string): URLSearchParams {
  const at = target.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : target.slice(at + 1));
}
