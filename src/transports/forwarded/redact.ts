import type { Finding } from "../../domain/action.ts";
import type { Decision } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import { childOf, isJsonObject, type JsonObject, type JsonValue, tokenOf } from "../../domain/json.ts";
import type { Admission } from "../../domain/request.ts";
import type { ForwardedAnswer } from "./decide.ts";

/** The obligation that a protocol which may change messages fulfils itself. */
const REDACT = "redact";

/** What stands where something was taken out. */
const REDACTED = "[REDACTED]";

/**
 * The value without what the decisions oblige to redact. Where what was found in a text is known, only that is taken out; else all that the
 * path names.
 * @param value what the paths of the decisions point into
 * @returns the value itself where there is no such obligation; undefined where it cannot be fulfilled: a path that is none, or leads nowhere
 */
export function redactedBy(value: JsonObject, decisions: readonly Decision[]): JsonObject | undefined {
  const lists = decisions.flatMap(({ obligations }) => obligations.filter(({ type }) => type === REDACT));
  if (lists.length === 0) return value;
  const paths = new Set<string>();
  for (const { paths: list } of lists) {
    if (!Array.isArray(list) || list.length === 0) return undefined;
    for (const path of list as readonly unknown[]) {
      if (typeof path !== "string") return undefined;
      paths.add(path);
    }
  }
  const findings = decisions.flatMap((decision) => decision.findings ?? []);
  const result = structuredClone(value);
  // What is below another path goes first: it is not there any more afterwards.
  const inward = [...paths].toSorted((one, other) => other.length - one.length);
  return inward.every((path) => redactAt(result, path, findings)) ? result : undefined;
}

/** RFC 6901 section 4. @returns whether the place is there */
function redactAt(root: JsonObject, path: string, findings: readonly Finding[]): boolean {
  const [first, ...tokens] = path.split("/").map(tokenOf);
  const last = tokens.pop();
  if (first !== "" || last === undefined) return false;
  const parent = tokens.reduce<JsonValue | undefined>(childOf, root);
  const found = childOf(parent, last);
  if (found === undefined) return false;
  const left = without(
    found,
    findings.filter((finding) => finding.path === path),
  );
  // A plain assignment would set the prototype for the key "__proto__".
  Object.defineProperty(parent, last, { value: left, enumerable: true, writable: true, configurable: true });
  return true;
}

function without(value: JsonValue, spans: readonly Pick<Finding, "start" | "end">[]): JsonValue {
  if (typeof value !== "string" || spans.length === 0) return REDACTED;
  let kept = "";
  let from = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    // What overlaps with the one before is one with it.
    if (start >= from) kept += value.slice(from, start) + REDACTED;
    from = end;
  }
  return kept + value.slice(from);
}

/** What the caller fulfils, and what is done to the message here. */
export function redacting({ obligations }: Pick<Admission, "obligations">): {
  readonly obligations?: readonly string[];
} {
  return obligations === "any" ? {} : { obligations: [...obligations, REDACT] };
}

/**
 * The params of a `tools/call` as the decisions want them.
 * @returns undefined where they may stay as they are
 * @throws WritError internal where an obligation names what the arguments do not have
 */
export function redactedParams(
  params: JsonObject | undefined,
  { decisions }: Pick<ForwardedAnswer, "decisions">,
): JsonObject | undefined {
  if (!decisions.some(({ obligations }) => obligations.some(({ type }) => type === REDACT))) return undefined;
  const given = params?.["arguments"];
  const whole: JsonObject = { arguments: isJsonObject(given) ? given : {} };
  return { ...params, ...redactedOrFailed(whole, decisions) };
}

/** The same as redactedBy. @throws WritError internal instead of returning undefined: nobody may go on then */
export function redactedOrFailed(value: JsonObject, decisions: readonly Decision[]): JsonObject {
  const left = redactedBy(value, decisions);
  if (left === undefined) throw new WritError("internal", "what the policy wants redacted is not there");
  return left;
}
