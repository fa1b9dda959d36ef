import type { DecisionRow, RecordEntry } from "../../domain/record.ts";

/** Every column has a form in JSON: a row that has another kind of value does not compile here. */
type Columns = Readonly<Record<keyof DecisionRow, string | number | boolean>>;

/** An entry that is nothing but its row, as a journal keeps it. */
export function payloadOf({ decision }: RecordEntry): string {
  const columns: Columns = decision;
  return JSON.stringify(columns);
}

/** @throws SyntaxError */
export function entryOf(payload: Buffer): RecordEntry {
  return { decision: JSON.parse(payload.toString()) as DecisionRow };
}

/** PostgreSQL keeps no NUL in text: such a row could be spooled, and never be brought in. */
export function isWritable({ decision }: RecordEntry): boolean {
  const { answer: _answer, input: _input, ...columns } = decision;
  return !Object.values(columns).some((value) => typeof value === "string" && value.includes("\0"));
}
