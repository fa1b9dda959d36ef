import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { keyOf, readFailing } from "../../tools/conformance/failing.ts";
import { runFolders } from "../../tools/conformance/run.ts";

/** One folder for each way that a value or a call takes through the runtime; `make conformance` runs all. */
const FOLDERS = [
  "completedoc",
  "every",
  "functionerrors",
  "jsonpatch",
  "jwtverifyhs256",
  "netcidrmerge",
  "partialobjectdoc",
  "regexreplace",
  "semvercompare",
  "sets",
  "sprintf",
  "strings",
  "time",
  "units",
  "uribuiltins",
  "withkeyword",
];

/** Compiling OPA's packages takes two minutes where Go has not done so before. */
const TIMEOUT_MS = 10 * 60_000;

/** The cases are in OPA's Go module, and only its compiler makes WebAssembly of them. */
const hasGo = spawnSync("go", ["version"]).status === 0;

test.skipIf(!hasGo)(
  "OPA's own compliance cases pass, but for those that are known to fail",
  { timeout: TIMEOUT_MS },
  async () => {
    const { counts, failures } = await runFolders(FOLDERS);
    expect([...counts.keys()].sort()).toEqual(FOLDERS);
    expect([...counts.values()].reduce((sum, { all }) => sum + all, 0)).toBeGreaterThan(500);
    const known = readFailing().filter(({ folder }) => FOLDERS.includes(folder));
    expect(failures.map(keyOf).sort()).toEqual(known.map(keyOf).sort());
  },
);
