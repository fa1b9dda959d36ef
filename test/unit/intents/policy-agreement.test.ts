import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Policy } from "../../../src/ports/policy.ts";
import { allows, lifts, permits, type Situation, situations } from "../../support/intents.ts";
import { policyReading } from "../opa/noted.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";
const LIBRARY = ["action", "allowance", "identity", "intent"].map((name) => `rego/writ/${name}/${name}.rego`);

const MAIN = `package writ.main

import data.writ.allowance
import data.writ.intent

decision := {"permits": intent.permits, "lifts": lifted}

default lifted := false

lifted if {
	some candidate in intent.coverage[0].live
	allowance.lifts(candidate)
}
`;

/** The library of the default policy, as WASM, asked for what it makes of an intent alone. */
function compileLibrary(): ReadonlyMap<string, Uint8Array> {
  const dir = mkdtempSync(join(tmpdir(), "writ-intents-"));
  try {
    const data = { settings: { envelope: { enabled: false }, identity: { accept_unverified: {} } }, agents: {} };
    writeFileSync(join(dir, "main.rego"), MAIN);
    writeFileSync(join(dir, "data.json"), JSON.stringify(data));
    const sources = [join(dir, "main.rego"), join(dir, "data.json"), ...LIBRARY];
    const archive = join(dir, "b.tar.gz");
    const built = spawnSync(OPA, ["build", "-t", "wasm", "-e", "writ/main/decision", "-o", archive, ...sources], {
      encoding: "utf8",
    });
    if (built.status !== 0) throw new Error(built.stdout + built.stderr);
    spawnSync("tar", ["-C", dir, "-xzf", archive, "/policy.wasm", "/data.json"]);
    return new Map(["policy.wasm", "data.json"].map((name) => [name, readFileSync(join(dir, name))]));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

let policy: Policy;
beforeAll(async () => {
  policy = await policyReading(compileLibrary());
});

function inputOf(intent: JsonObject, situation: Situation): JsonObject {
  const { now, act, callVerb, amount, sensitivity, byVerb, spent } = situation;
  const part = {
    verb: act.verb,
    tier: act.tier,
    traits: act.traits,
    destinations: act.destinations,
    ...(act.uri === undefined ? {} : { resource: { type: "x", uri: act.uri } }),
  };
  const whole = { ...part, sensitivity, parse: "complete", ...(amount === undefined ? {} : { amount }) };
  const action = callVerb === act.verb ? whole : { ...whole, verb: callVerb, parts: [part] };
  const task = { id: "tsk_1", calls: 0, by_verb: byVerb, spent };
  return JSON.parse(
    JSON.stringify({ now, environment: "test", agent: { id: "a" }, intent, action, task }),
  ) as JsonObject;
}

it("permits what the policy permits, call by call", () => {
  let permitted = 0;
  fc.assert(
    fc.property(allows, fc.array(situations, { minLength: 8, maxLength: 8 }), (list, calls) => {
      const intent = { verified: true, method: "intent", expires_at: "2027-01-01T00:00:00.000Z", allows: list };
      for (const call of calls) {
        const expected = { permits: permits(list, call), lifts: lifts(list, call) };
        if (expected.permits) permitted++;
        const judged = policy.evaluate(JSON.stringify(inputOf(intent as unknown as JsonObject, call)));
        expect(judged).toEqual({ ok: true, document: expected });
      }
    }),
    { numRuns: 1_000 },
  );
  expect(permitted).toBeGreaterThan(100);
}, 60_000);
