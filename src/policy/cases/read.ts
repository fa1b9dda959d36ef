import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { readDataFile } from "../project/data-file.ts";
import { layered } from "../project/layers.ts";
import type { Problem } from "../project/problem.ts";
import type { Case, PlacedCase } from "./case.ts";
import { CASE_FILE } from "./schema.ts";
import type { Report } from "./shape.ts";

export interface ReadCases {
  readonly cases: readonly PlacedCase[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a case file. Its cases come with the file's defaults merged in, field by field; an empty value takes a default away.
 *
 * @param file as the author opens it
 */
export function readCaseFile(file: string, source: string): ReadCases {
  const { value, problems: faults, place } = readDataFile(file, source);
  if (faults.length > 0) return { cases: [], problems: faults };
  const problems: Problem[] = [];
  const report: Report = (keys, message, hint) => {
    problems.push({
      code: "case-file",
      severity: "error",
      file,
      ...place(keys),
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  };
  CASE_FILE(value, [], report);
  if (value["cases"] === undefined) report([], "the file has no cases", "list them under cases:");
  if (problems.length > 0) return { cases: [], problems };
  const defaults = (value["defaults"] ?? {}) as JsonObject;
  const written = value["cases"] as readonly JsonObject[];
  const cases = written.map((own, at): PlacedCase => {
    const here = ["cases", String(at)];
    const merged = withoutEmpty(layered(defaults, own));
    checkCase(merged, (keys, message, hint) => report([...here, ...keys], message, hint));
    const inDefaults = (keys: readonly string[]) => !has(own, keys) && has(defaults, keys);
    return {
      case: merged as unknown as Case,
      file,
      place: (keys) => place([...(inDefaults(keys) ? ["defaults"] : here), ...keys]),
    };
  });
  checkNames(written, report);
  return problems.length > 0 ? { cases: [], problems } : { cases, problems };
}

/** What a case must have, wherever it has it from. */
function checkCase(merged: JsonObject, report: Report): void {
  if (merged["name"] === undefined) report([], "the case has no name");
  const [call, action] = [merged["call"], merged["action"]];
  if (call === undefined && action === undefined) report([], "the case has neither call nor action");
  if (call !== undefined && action !== undefined) {
    report(["action"], "a case has a call or an action, not both", "empty the default: `call:` with nothing behind it");
  }
  if (isJsonObject(call)) {
    if (call["payload"] === undefined) report(["call"], "the call has no payload", "it is what the gateway saw");
    if (call["format"] === undefined) report(["call"], "the call has no format");
  }
  const intent = merged["intent"];
  if (isJsonObject(intent) && intent["allows"] === undefined) {
    report(["intent"], "the intent has no allows", "say what the task permits; `allows: []` permits nothing");
  }
  const approval = merged["approval"];
  if (isJsonObject(approval) && approval["approvers"] === undefined) {
    report(
      ["approval"],
      "the approval has no approvers",
      "say who has said yes; what policy wants of them is expect.approval",
    );
  }
  const expect = merged["expect"];
  if (!isJsonObject(expect)) report([], "the case has no expect");
  else if (expect["effect"] === undefined) report(["expect"], "expect has no effect", "allow, warn or block");
}

function checkNames(written: readonly JsonObject[], report: Report): void {
  const seen = new Set<JsonValue | undefined>();
  for (const [at, { name }] of written.entries()) {
    if (name !== undefined && seen.has(name)) report(["cases", String(at), "name"], "another case has this name");
    seen.add(name);
  }
}

function withoutEmpty(merged: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function has(value: JsonValue | undefined, keys: readonly string[]): boolean {
  const [key, ...rest] = keys;
  if (key === undefined) return value !== undefined;
  if (Array.isArray(value)) return has(value[Number(key)], rest);
  return isJsonObject(value) && Object.hasOwn(value, key) && has(value[key], rest);
}
