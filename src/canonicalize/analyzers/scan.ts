import type { Finding } from "../../domain/action.ts";
import type { HiddenFact } from "../../domain/facts.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { type Analysis, NOTHING } from "./analysis.ts";
import { findPersonal } from "./personal/index.ts";
import { findSecrets, isSecretUnder } from "./secrets/index.ts";
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
  for (const leaf of leaves(args)) {
    chars += leaf.text.length;
    if (chars > MAX_SCANNED_CHARS || findings.length >= MAX_FOUND || hidden.length >= MAX_FOUND) {
      hidden.push({ at: leaf.at, trick: UNSCANNED, length: leaf.text.length });
      break;
    }
    scanLeaf(leaf, findings, hidden);
  }
  if (findings.length === 0 && hidden.length === 0) return NOTHING;
  return { ...NOTHING, facts: hidden.length === 0 ? {} : { hidden }, findings };
}

/** Says that the text from here on was not looked at. */
const UNSCANNED = "unscanned";

function scanLeaf({ at, text, name }: Leaf, findings: Finding[], hidden: HiddenFact[]): void {
  const add = (type: string, severity: Finding["severity"], start: number, end: number) => {
    findings.push({ type, severity, path: at, start, end });
  };
  const secrets = findSecrets(text);
  for (const { type, severity, start, end } of secrets) add(type, severity, start, end);
  if (secrets.length === 0 && name !== undefined && isSecretUnder(name, text))
    add("secret.named", "high", 0, text.length);
  for (const { type, severity, start, end } of findPersonal(text)) add(type, severity, start, end);
  const scanned = scanText(text);
  for (const { trick, length } of scanned.hidden) hidden.push({ at, trick, length });
  for (const { how, text: plain } of scanned.decoded) {
    hidden.push({ at, trick: how.join("+"), length: plain.length });
    // Where it stands in the string cannot be told, so the whole of it is meant.
    for (const { type, severity } of findSecrets(plain)) add(type, severity, 0, text.length);
  }
  if (scanned.parse === "limit") hidden.push({ at, trick: UNSCANNED, length: text.length });
}

interface Leaf {
  readonly at: string;
  readonly text: string;
  /** The member that it is the value of. */
  readonly name?: string;
}

/** Every string and number, in order, with its JSON Pointer; the arguments are no deeper than MAX_JSON_DEPTH. */
function* leaves(args: JsonObject): Generator<Leaf> {
  const pending: { readonly at: string; readonly value: JsonValue; readonly name?: string }[] = [
    { at: "/arguments", value: args },
  ];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const { at, value, name } = item;
    if (typeof value === "string" || (typeof value === "number" && name !== undefined)) {
      yield { at, text: String(value), ...(name === undefined ? {} : { name }) };
    } else if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) pending.push({ at: `${at}/${i}`, value: value[i] as JsonValue });
    } else if (typeof value === "object" && value !== null) {
      for (const key of Object.keys(value).reverse()) {
        pending.push({ at: pointerTo(at, key), value: value[key] as JsonValue, name: key });
      }
    }
  }
}
