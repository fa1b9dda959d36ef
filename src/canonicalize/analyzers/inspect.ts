import { type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import type { AnalyzedArgument } from "../catalogue/entry.ts";
import { type Pointer, valuesAt } from "../catalogue/pointer.ts";
import { type Analysis, type AnalysisContext, merged, NOTHING, type Surroundings } from "./analysis.ts";
import { analyzeCode } from "./code/analyze.ts";
import { Collector } from "./collector.ts";
import { analyzePatch } from "./patch.ts";
import { fileFact } from "./paths/index.ts";
import { analyzeShell } from "./shell/analyze.ts";
import { analyzeSql } from "./sql/analyze.ts";
import { analyzeWindowsShell, windowsDialect } from "./windows/analyze.ts";

/** Texts inside of texts (a shell in Python in a shell): real calls have two or three; hostile ones have more. */
const MAX_NESTED_DEPTH = 6;
const MAX_NESTED_TEXTS = 64;

/**
 * What the arguments of a call would do, where its tool's entry says which of them are programs. One of them may be
 * absent, but not all; one that is no text is not understood.
 */
export function inspect(
  targets: readonly AnalyzedArgument[],
  args: JsonObject,
  surroundings: Surroundings,
  dialect: string | undefined,
): Analysis {
  const budget = { texts: 0 };
  const found = targets.flatMap((target) => {
    const here = { ...surroundings, ...cwdOf(target, args) };
    return valuesAt(args, target.from).map((value) =>
      inspectValue(target, value, newContext(pointerOf(target.from), here, budget, 0), dialect),
    );
  });
  if (targets.length === 0) return NOTHING;
  // A tool that runs what it is given, called without it: what it would do then is not known.
  return found.length === 0 ? { ...NOTHING, parse: "partial" } : merged(found);
}

function cwdOf(target: AnalyzedArgument, args: JsonObject): { readonly cwd?: string } {
  const value = target.cwd === undefined ? undefined : valuesAt(args, target.cwd)[0];
  return typeof value === "string" && value.startsWith("/") ? { cwd: value } : {};
}

function pointerOf(pointer: Pointer): string {
  return pointer.reduce(pointerTo, "/arguments");
}

function inspectValue(
  { kind, language }: AnalyzedArgument,
  value: JsonValue,
  context: AnalysisContext,
  dialect: string | undefined,
): Analysis {
  if (value === null) return NOTHING;
  if (Array.isArray(value) && kind === "shell" && value.every((word) => typeof word === "string")) {
    return analyzeShell(value, context);
  }
  if (typeof value !== "string") return { ...NOTHING, parse: "partial" };
  switch (kind) {
    case "shell": {
      const windows = windowsDialect(language ?? dialect, value);
      return windows === undefined ? analyzeShell(value, context) : analyzeWindowsShell(value, windows, context);
    }
    case "sql":
      return analyzeSql(value, language, context);
    case "code": {
      const windows = language === undefined ? undefined : windowsDialect(language, value);
      return windows === undefined
        ? analyzeCode(value, language, context)
        : analyzeWindowsShell(value, windows, context);
    }
    case "patch":
      return analyzePatch(value, context);
    case "path":
    case "url": {
      const collector = new Collector(context.at);
      if (kind === "path") collector.file(fileFact(value, "read", context.at, context.surroundings));
      else collector.host(value, "fetch");
      return collector.finish();
    }
  }
}

function newContext(at: string, surroundings: Surroundings, budget: { texts: number }, depth: number): AnalysisContext {
  return {
    at,
    surroundings,
    nested(kind, text, language) {
      if (depth >= MAX_NESTED_DEPTH || ++budget.texts > MAX_NESTED_TEXTS) return { ...NOTHING, parse: "limit" };
      const inner = newContext(at, surroundings, budget, depth + 1);
      return inspectValue({ kind, from: [], ...(language === undefined ? {} : { language }) }, text, inner, undefined);
    },
  };
}
