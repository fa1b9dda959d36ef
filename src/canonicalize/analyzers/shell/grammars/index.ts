import type { ProgramSpec } from "../spec.ts";
import type { Content, Run } from "../state.ts";
import type { Value } from "../value.ts";
import { runAwk } from "./awk.ts";
import { runDd } from "./dd.ts";
import { runFind } from "./find.ts";
import { runSed } from "./sed.ts";
import { runTar } from "./tar.ts";
import { runTest } from "./test.ts";

export type Grammar = (program: string, args: readonly Value[], run: Run) => Content;

/** Programs whose arguments follow a grammar of their own. */
export const GRAMMARS: Readonly<Record<NonNullable<ProgramSpec["grammar"]>, Grammar>> = {
  awk: runAwk,
  dd: runDd,
  find: runFind,
  sed: runSed,
  tar: runTar,
  test: runTest,
};
