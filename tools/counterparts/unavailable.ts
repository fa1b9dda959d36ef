/** This machine lacks what a counterpart needs (Go, a way to the package index): nothing is wrong with the project. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** fetch hides the reason, such as ENOTFOUND, in its error's cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
