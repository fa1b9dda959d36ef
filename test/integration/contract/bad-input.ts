import type { JsonObject } from "../../../src/domain/json.ts";
import { comment, readFile } from "../../support/requests.ts";

/** A request that is refused, with the field that the error has to name. */
export interface BadInput {
  readonly name: string;
  readonly body: string;
  readonly pointer: string;
  readonly status?: number;
  readonly code?: string;
  /** Such bytes cannot be said in the other protocol, e.g. text that is no JSON in a message that is no text. */
  readonly httpOnly?: true;
}

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
const withContext = (context: string): string => JSON.stringify(readFile()).replace(/\}$/, `,"context":${context}}`);
const without = (key: string): JsonObject => {
  const { [key]: _, ...rest } = readFile();
  return rest;
};
/** Stands in every bad body, so that an error or a log that repeats a value is found. */
export const MARKER = "MARKER-4711";

export const BAD_INPUTS: readonly BadInput[] = [
  { name: "not JSON", body: `{"agent": ${MARKER}`, pointer: "/agent", httpOnly: true },
  { name: "an empty body", body: "", pointer: "", httpOnly: true },
  { name: "a list", body: "[]", pointer: "", httpOnly: true },
  { name: "trailing data", body: `${JSON.stringify(readFile())}{}`, pointer: "", httpOnly: true },
  { name: "JSON deeper than 64 levels", body: withContext(nested(65)), pointer: "/context" },
  {
    name: "over 1 MiB",
    body: withContext(JSON.stringify({ x: "y".repeat(2 ** 20) })),
    pointer: "",
    status: 413,
    code: "payload_too_large",
  },
  { name: "a duplicate key", body: withContext(`{"a":1,"a":"${MARKER}"}`), pointer: "/context/a" },
  { name: "an unknown field", body: JSON.stringify({ ...readFile(), tool: MARKER }), pointer: "/tool", httpOnly: true },
  {
    name: "call and action",
    body: JSON.stringify({ ...readFile(), action: { verb: "file.read" } }),
    pointer: "/action",
  },
  { name: "neither call nor action", body: JSON.stringify(without("call")), pointer: "/call" },
  { name: "a wrong type", body: JSON.stringify(readFile({ session: 5 })), pointer: "/session", httpOnly: true },
  { name: "a number that a double rounds", body: withContext('{"n":9007199254740993}'), pointer: "/context/n" },
  { name: "\\u0000 in a string", body: withContext(`{"s":"${MARKER}\\u0000"}`), pointer: "/context/s" },
  { name: "a lone surrogate", body: withContext(`{"s":"${MARKER}\\ud800"}`), pointer: "/context/s" },
  {
    name: "a timeout of none",
    body: JSON.stringify(comment({ timeout_ms: 0 })),
    pointer: "/timeout_ms",
    httpOnly: true,
  },
  {
    name: "intent claims of the wrong form",
    body: JSON.stringify(readFile({ intent: { claims: { allows: MARKER } } })),
    pointer: "/intent/claims/allows",
  },
];
