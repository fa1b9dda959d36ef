import type { Finding } from "../../domain/action.ts";
import type { HiddenFact } from "../../domain/facts.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { type Analysis, NOTHING } from "./analysis.ts";
import { findPersonal } from "./personal/index.ts";
import { findSecrets } from "./secrets/index.ts";
import { scanText } from "./text/index.ts";

/** Findings and hidden texts of one call: more than anybody reads; a call with more is as suspicious as one with these. */
const MAX_FOUND = 128;

/** Characters of all strings together: what an agent writes is far less, and the rest is not looked at. */
const MAX_SCANNED_CHARS = 256 * 1024;

/**
 * Secrets, personal data and disguised text in every string of the arguments, names of members included. What stands
 * disguised in a string is looked at in its plain form too.
 */
export function scanArguments(args: JsonObject): Analysis {
  const findings: Finding[] = [];
  const hidden: HiddenFact[] = [];
  let chars = 0;
  for (const { at, text } of strings(args)) {
    chars += text.length;
    if (chars > MAX_SCANNED_CHARS || findings.length >= MAX_FOUND)
      return { ...found(findings, hidden), parse: "limit" };
    scanString(text, at, findings, hidden);
  }
  return findings.length === 0 && hidden.length === 0 ? NOTHING : found(findings, hidden);
}

function found(findings: readonly Finding[], hidden: readonly HiddenFact[]): Analysis {
  return { ...NOTHING, facts: hidden.length === 0 ? {} : { hidden: hidden.slice(0, MAX_FOUND) }, findings };
}

function scanString(text: string, at: string, findings: Finding[], hidden: HiddenFact[]): void {
  const add = (type: string, severity: Finding["severity"], start: number, end: number) => {
    findings.push({ type, severity, path: at, start, end });
  };
  for (const { type, severity, start, end } of findSecrets(text)) add(type, severity, start, end);
  for (const { type, severity, start, end } of findPersonal(text)) add(type, severity, start, end);
  const scanned = scanText(text);
  for (const { trick, length } of scanned.hidden) hidden.push({ at, trick, length });
  for (const { how, text: plain } of scanned.decoded) {
    hidden.push({ at, trick: how.join("+"), length: plain.length });
    // Where it stands in the string cannot be told, so the whole of it is meant.
    for (const { type, severity } of findSecrets(plain)) add(type, severity, 0, text.length);
  }
}

interface Leaf {
  readonly at: string;
  readonly text: string;
}

/** Every string, in order, with its JSON Pointer; the arguments are no deeper than MAX_JSON_DEPTH. */
function* strings(args: JsonObject): Generator<Leaf> {
  const pending: [string, JsonValue][] = [["/arguments", args]];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const [at, value] = item;
    if (typeof value === "string") yield { at, text: value };
    else if (Array.isArray(value))
      for (let i = value.length - 1; i >= 0; i--) pending.push([`${at}/${i}`, value[i] as JsonValue]);
    else if (typeof value === "object" && value !== null) {
      for (const key of Object.keys(value).reverse()) pending.push([pointerTo(at, key), value[key] as JsonValue]);
    }
  }
}
