import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Summary } from "../../examples/demo/report.ts";
import { dataDir } from "../support/writ.ts";

const CASES = process.env["WRIT_CASES"] ?? "../shared/cases";
/** What the collections hold; the sample in examples/ holds 3. */
const COLLECTED_SESSIONS = 1143;
const SAMPLE_SESSIONS = 3;

async function demo(cases: string): Promise<Summary> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["examples/demo/main.ts", "--json", "--data-dir", dataDir()],
    { env: { ...process.env, WRIT_CASES: cases }, maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout) as Summary;
}

test.skipIf(!existsSync(join(CASES, "sessions")))(
  "every recorded session goes through without an error, and every decision can be read back (skipped where the collections are not)",
  { timeout: 300_000 },
  async () => {
    const summary = await demo(CASES);
    expect(summary).toMatchObject({ sessions: COLLECTED_SESSIONS, errors: 0, read_back: summary.calls });
    const { benign = {}, attack = {} } = summary.effects;
    expect(rate(benign, "allow", "warn")).toBeGreaterThan(0.9);
    expect(rate(attack, "allow", "warn")).toBeLessThan(0.05);
  },
);

test("without the collections the sample is replayed", { timeout: 120_000 }, async () => {
  const summary = await demo("no-such-folder");
  expect(summary).toMatchObject({ sessions: SAMPLE_SESSIONS, errors: 0, read_back: summary.calls });
});

function rate(counts: Readonly<Record<string, number>>, ...effects: readonly string[]): number {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return effects.reduce((sum, effect) => sum + (counts[effect] ?? 0), 0) / total;
}
