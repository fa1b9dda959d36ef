/** What is looked at, in the order in which it is shown. */
export type Area = "configuration" | "files" | "host" | "ports" | "database" | "keys" | "trust" | "bundle";

/** `problem`: the service does not start, or does not do what the configuration says. `note`: somebody should know. */
export interface Finding {
  readonly area: Area;
  readonly level: "ok" | "note" | "problem";
  /** For programs; stays the same when the words change. */
  readonly code: string;
  /** Never holds a secret's value. */
  readonly message: string;
  /** What to do about it; "" for what is well. */
  readonly advice: string;
}

export interface Findings {
  ok(code: string, message: string): Finding;
  note(code: string, message: string, advice: string): Finding;
  problem(code: string, message: string, advice: string): Finding;
}

/** Makes the findings of one area. */
export function findingsOf(area: Area): Findings {
  return {
    ok: (code, message) => ({ area, level: "ok", code, message, advice: "" }),
    note: (code, message, advice) => ({ area, level: "note", code, message, advice }),
    problem: (code, message, advice) => ({ area, level: "problem", code, message, advice }),
  };
}

/** What an error says, where it is one of ours; those of others may repeat what they read. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed, for an unknown reason";
  const code = (error as NodeJS.ErrnoException).code;
  return error.name === "WritError" || code === undefined ? error.message : `failed (${code})`;
}
