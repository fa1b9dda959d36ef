import type { Arguments, Evaluation } from "../evaluation.ts";
import type { Values } from "../value.ts";
import type { Fold } from "./arguments.ts";
import { JAVASCRIPT_FOLDS } from "./javascript.ts";
import { PYTHON_FOLDS } from "./python.ts";
import { PYTHON_FILE_FOLDS } from "./python-files.ts";

const FOLDS: Readonly<Record<Evaluation["dialect"]["language"], ReadonlyMap<string, Fold>>> = {
  python: new Map([...Object.entries(PYTHON_FOLDS), ...Object.entries(PYTHON_FILE_FOLDS)]),
  javascript: new Map(Object.entries(JAVASCRIPT_FOLDS)),
};

/** What a library's function gives for these arguments, where that is worth knowing. */
export function foldCall(name: string, args: Arguments, evaluation: Evaluation): Values | undefined {
  return FOLDS[evaluation.dialect.language].get(name)?.({ args, evaluation });
}

/** Whether what it gives is worked out here, so that another function in its place would be missed. */
export function isFolded(name: string, language: Evaluation["dialect"]["language"]): boolean {
  return FOLDS[language].has(name);
}
