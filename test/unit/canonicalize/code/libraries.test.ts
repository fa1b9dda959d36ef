import { expect, test } from "vitest";
import { JAVASCRIPT } from "../../../../src/canonicalize/analyzers/code/libraries/javascript.ts";
import { METHOD_DEEDS } from "../../../../src/canonicalize/analyzers/code/libraries/methods.ts";
import { PYTHON } from "../../../../src/canonicalize/analyzers/code/libraries/python.ts";
import {
  type CallSpec,
  CODE_ROLES,
  expand,
  type LibrarySpec,
} from "../../../../src/canonicalize/analyzers/code/library.ts";
import { SIGNALS } from "../../../../src/canonicalize/analyzers/signals.ts";

const LOCATOR = /^(?:=.*|this|\d+\*?|[A-Za-z_]\w*(?:\.\w+)*|\d+(?:\.\w+)+)$/;
const RETURNS_WITHOUT_TYPE = new Set(["unknown", "this"]);

function callsOf(specs: readonly LibrarySpec[]): readonly (readonly [name: string, spec: CallSpec])[] {
  return specs.flatMap(({ calls }) =>
    Object.entries(calls).flatMap(([key, spec]) =>
      expand(key).map((name) => [name, typeof spec === "string" ? { does: spec } : spec] as const),
    ),
  );
}

const tables = [
  ["python", PYTHON],
  ["javascript", JAVASCRIPT],
  ["methods", [METHOD_DEEDS]],
] as const;

test.each(tables)("%s: every deed has a role and arguments that can be read", (_, specs) => {
  for (const [name, { does = "" }] of callsOf(specs)) {
    for (const word of does.split(" ").filter((part) => part !== "")) {
      const [role, ...locators] = word.split("@");
      expect(CODE_ROLES, `${name}: ${word}`).toContain(role);
      for (const locator of locators.flatMap((list) => list.split(",")).filter((part) => part !== "")) {
        expect(locator, `${name}: ${word}`).toMatch(LOCATOR);
      }
    }
  }
});

test.each(tables)("%s: every type that is named is there", (_, specs) => {
  const types = new Set(specs.flatMap((spec) => Object.keys(spec.types)));
  for (const [name, { returns }] of callsOf(specs)) {
    if (returns !== undefined && !RETURNS_WITHOUT_TYPE.has(returns)) expect(types, name).toContain(returns);
    const [type, method] = name.split("#");
    if (method !== undefined) expect(types, name).toContain(type);
  }
});

test.each(tables)("%s: nothing is said twice", (_, specs) => {
  const names = callsOf(specs).map(([name]) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const modules = specs.flatMap((spec) => Object.keys(spec.modules));
  expect(modules.filter((name, at) => modules.indexOf(name) !== at)).toEqual([]);
  const harmless = specs.flatMap((spec) => spec.harmless.split(/\s+/).filter((word) => word !== ""));
  expect(harmless.filter((name, at) => harmless.indexOf(name) !== at)).toEqual([]);
});

test.each(tables)("%s: names are well formed, and signals exist", (_, specs) => {
  for (const [name, { signals = [] }] of callsOf(specs)) {
    expect(name).toMatch(/^[\w$@/.:#()-]+$/);
    for (const signal of signals) expect(Object.keys(SIGNALS), name).toContain(signal);
  }
});
