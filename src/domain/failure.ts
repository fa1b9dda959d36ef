/** Lines of a stack that say where something failed. */
const STACK_LINES = 6;

/** What of an unforeseen error may be logged: its type and where it came from. Its message may hold a value. */
export function describeFailure(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: "" };
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    error: error.name,
    at: frames
      .slice(0, STACK_LINES)
      .map((line) => line.trim())
      .join("; "),
  };
}
