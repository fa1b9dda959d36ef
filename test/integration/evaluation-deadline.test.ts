import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OVERDUE_SIGNAL } from "../../src/process/deadline-watch.ts";
import { copyWithoutFuel } from "../support/without-fuel.ts";
import { compile, rego } from "../unit/opa/fixture.ts";

/** Some 10^12 rounds where the input says so. */
const ENDLESS = rego(
  `decision := {"effect": "allow", "reasons": []} if not input.endless

decision := {"effect": "allow", "reasons": [x | some a in big; some b in big; some c in big; some d in big; x := ((a + b) + c) + d; x < 0]} if input.endless`,
  "big := numbers.range(1, 1000)",
);
const DEADLINE_MS = 300;

let copy: ReturnType<typeof copyWithoutFuel>;
let wasm = "";

beforeAll(() => {
  copy = copyWithoutFuel("src");
  cpSync("test/support/overdue-evaluation.ts", join(copy.dir, "test/support/overdue-evaluation.ts"));
  wasm = join(copy.dir, "policy.wasm");
  writeFileSync(wasm, compile(ENDLESS).get("policy.wasm") as Uint8Array);
});
afterAll(() => copy.remove());

async function evaluateAlone(input: object) {
  const args = [join(copy.dir, "test/support/overdue-evaluation.ts"), wasm, JSON.stringify(input), String(DEADLINE_MS)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  const [started, ...said] = output.trim().split("\n");
  return { code, signal, said, tookMs: Date.now() - Number(started) };
}

test("an evaluation that fuel does not end ends with its process, and says nothing", async () => {
  const { code, signal, said, tookMs } = await evaluateAlone({ endless: true });
  expect({ code, signal, said }).toEqual({ code: null, signal: OVERDUE_SIGNAL, said: [] });
  expect(tookMs).toBeGreaterThanOrEqual(DEADLINE_MS);
});

test("many evaluations that end in time are no evaluation that is overdue", async () => {
  const { code, signal, said } = await evaluateAlone({ endless: false });
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(JSON.parse(said[0] as string)).toMatchObject({ ok: true, document: { effect: "allow" } });
});
