import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { BUILTINS } from "../../src/adapters/opa/builtins/index.ts";
import { openReactor } from "../../src/adapters/opa/fallback/fallback.ts";
import { compareBuiltins } from "../../tools/conformance/compare/compare.ts";
import { knownReason } from "../../tools/conformance/compare/known.ts";
import { Recorder } from "../../tools/conformance/compare/record.ts";
import { keyOf, readFailing } from "../../tools/conformance/failing.ts";
import { runFolders } from "../../tools/conformance/run.ts";
import { buildBuiltins } from "../../tools/opa/wasi/builtins/build.ts";

/** One folder for each way that a value or a call takes through the runtime; `make conformance` runs all. */
const FOLDERS = [
  "completedoc",
  "cryptox509parsecertificates",
  "every",
  "functionerrors",
  "graphql",
  "jsonpatch",
  "jsonschema",
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

/** `node tools/conformance/compare/main.ts` makes a hundred thousand, with other arguments each time. */
const COMPARED_CALLS = 4_000;
const SEED = 5;

/** The cases are in OPA's Go module, and only its compiler makes WebAssembly of them. */
const hasGo = spawnSync("go", ["version"]).status === 0;

describe.skipIf(!hasGo)("agreement with OPA", { timeout: TIMEOUT_MS }, () => {
  const recorder = new Recorder(BUILTINS);

  test("OPA's own compliance cases pass, but for those that are known to fail", async () => {
    const { counts, failures, passedAlone } = await runFolders(FOLDERS, recorder.builtins);
    expect([...counts.keys()].sort()).toEqual(FOLDERS);
    const all = [...counts.values()].reduce((sum, count) => sum + count.all, 0);
    expect(all).toBeGreaterThan(600);
    const known = readFailing().filter(({ folder }) => FOLDERS.includes(folder));
    expect(failures.map(keyOf).sort()).toEqual(known.map(keyOf).sort());
    expect(passedAlone).toBeGreaterThan(500);
    expect(passedAlone).toBeLessThan(all - failures.length);
  });

  test("every builtin in TypeScript does what OPA's own does with random arguments", async () => {
    const reactor = await openReactor(await buildBuiltins());
    const options = { seed: SEED, calls: COMPARED_CALLS, samples: recorder.samples };
    const { defined, skipped, differences } = compareBuiltins(reactor, options);
    expect(differences.filter((difference) => knownReason(difference) === undefined).slice(0, 1)).toEqual([]);
    expect(defined).toBeGreaterThan(COMPARED_CALLS / 3);
    expect(skipped).toBeLessThan(COMPARED_CALLS / 50);
  });

  test("a difference is found and told with its arguments", async () => {
    const reactor = await openReactor(await buildBuiltins());
    const wrong = new Map([["hex.encode", () => "00"]]);
    const { differences } = compareBuiltins(reactor, { seed: SEED, calls: 50, samples: new Map(), builtins: wrong });
    expect(differences[0]).toEqual({
      name: "hex.encode",
      args: expect.stringMatching(/^\[.*\]$/s),
      ours: 'value "00"',
      opa: expect.stringMatching(/^(?:value|error)/),
    });
  });
});
