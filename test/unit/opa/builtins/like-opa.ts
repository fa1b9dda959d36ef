import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type BuiltinContext, BuiltinError } from "../../../../src/adapters/opa/builtins/builtin.ts";
import { BUILTINS } from "../../../../src/adapters/opa/builtins/index.ts";
import { goJson } from "../../../../src/adapters/opa/builtins/json-text.ts";
import { parseValue } from "../../../../src/adapters/opa/builtins/text.ts";
import { ObjectValue, typeName, type Value } from "../../../../src/adapters/opa/builtins/value.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** A difference says enough; all of them would take minutes to print. */
const MAX_SHOWN = 20;

/** Arguments by builtin; each list of arguments is a text of Rego, an array. */
export type Table = Readonly<Record<string, readonly string[]>>;

const CONTEXT: BuiltinContext = { spend: () => undefined, fuelLeft: () => Number.POSITIVE_INFINITY };

/** Expects each call to give what OPA itself makes of it; both undefined is the same too. */
export function expectLikeOpa(table: Table): void {
  const calls = Object.entries(table).flatMap(([name, rows]) => rows.map((args) => ({ name, args })));
  const theirs = evalByOpa(calls);
  const found = calls.map((call, at) => ({ ...call, result: ours(call) ?? "undefined", opa: theirs[at] }));
  const different = found.filter(({ result, opa }) => result !== opa);
  expect(different.slice(0, MAX_SHOWN)).toEqual([]);
}

interface Call {
  readonly name: string;
  readonly args: string;
}

/** The result's type and JSON, undefined when there is none. */
function ours({ name, args }: Call): string | undefined {
  const builtin = BUILTINS.get(name);
  if (builtin === undefined) throw new Error(`there is no builtin ${name}`);
  try {
    const value = builtin(parseValue(args) as readonly Value[], CONTEXT);
    return value === undefined ? undefined : `${typeName(value)} ${goJson(value)}`;
  } catch (error) {
    if (error instanceof BuiltinError) return undefined;
    throw error;
  }
}

/** All calls in one evaluation. What is JSON goes in as input, where OPA does not check types beforehand. */
function evalByOpa(calls: readonly Call[]): string[] {
  const dir = mkdtempSync(join(tmpdir(), "writ-builtins-"));
  try {
    writeFileSync(join(dir, "calls.rego"), `package calls\n\n${rulesFor(calls).join("\n\n")}\n`);
    const input = `[${calls.map(({ args }) => (isJson(args) ? args : "null")).join(",")}]`;
    const args = ["eval", "--format=json", "--stdin-input", "-d", dir, "data.calls"];
    const output = execFileSync(OPA, args, { input, stdio: "pipe", maxBuffer: MAX_OUTPUT_BYTES }).toString();
    return resultsOf(parseValue(output) as ObjectValue, calls.length);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** One rule for all calls of a builtin with JSON, one for each call with something else; a rule a call would take minutes. */
function rulesFor(calls: readonly Call[]): string[] {
  const groups = new Map<string, number[]>();
  const rules: string[] = [];
  for (const [at, { name, args }] of calls.entries()) {
    const count = (parseValue(args) as readonly Value[]).length;
    const call = `${name}(${Array.from({ length: count }, (_, index) => `a[${index}]`).join(", ")})`;
    if (isJson(args)) groups.set(call, [...(groups.get(call) ?? []), at]);
    else rules.push(`r${at}[${at}] := {"type": type_name(v), "value": v} if {\n\ta := ${args}\n\tv := ${call}\n}`);
  }
  for (const [call, indexes] of groups) {
    rules.push(
      `r${indexes[0]}[i] := {"type": type_name(v), "value": v} if {\n\tsome i in [${indexes.join(", ")}]\n\ta := input[i]\n\tv := ${call}\n}`,
    );
  }
  return rules;
}

function resultsOf(output: ObjectValue, count: number): string[] {
  const [result] = output.get("result") as readonly [ObjectValue];
  const [expression] = result.get("expressions") as readonly [ObjectValue];
  const rules = expression.get("value") as ObjectValue;
  const found = new Map(rules.entries.flatMap(([, results]) => (results as ObjectValue).entries));
  return Array.from({ length: count }, (_, at) => {
    const value = found.get(String(at));
    return value instanceof ObjectValue ? `${value.get("type")} ${goJson(value.get("value") ?? null)}` : "undefined";
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
