import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/domain/json.ts";
import { pointersOf } from "../../../../src/domain/reads.ts";
import { notedReads } from "../../../../src/domain/reads-note.ts";
import { noteReads } from "../../../../src/policy/input-refs/note-bundle.ts";
import { compile, rego } from "../../opa/fixture.ts";
import { planOfSource, policyReading } from "../../opa/noted.ts";

const SOURCE = rego("decision := [input.a.b, data.s.t]");

test("a built bundle with its note reads what it needs, and not what it does not", async () => {
  const data = { s: { t: 1 }, catalog: { big: "x" } };
  const bundle = noteReads(compile(SOURCE, data), Buffer.from(JSON.stringify(planOfSource(SOURCE))));
  const manifest = JSON.parse(Buffer.from(bundle.get(".manifest") as Uint8Array).toString()) as JsonObject;
  expect(manifest["wasm"]).toBeDefined();
  const wasm = createHash("sha256").update(bundle.get("policy.wasm") as Uint8Array);
  const reads = notedReads(manifest, `sha256:${wasm.digest("hex")}`);
  expect([pointersOf(reads.input), pointersOf(reads.data)]).toEqual([["/a/b"], ["/s/t"]]);
  const policy = await policyReading(bundle, reads);
  expect(policy.evaluate('{"a":{"b":2}}')).toEqual({ ok: true, document: [2, 1] });
});

test.each([
  ["no module", new Map([[".manifest", Buffer.from("{}")]]), "{}", "policy.wasm is missing"],
  [
    "a manifest that is no JSON",
    new Map([
      ["policy.wasm", Buffer.of()],
      [".manifest", Buffer.from("{")],
    ]),
    "{}",
    ".manifest",
  ],
  ["a plan that is no JSON", new Map([["policy.wasm", Buffer.of()]]), "{", "plan.json"],
])("is refused with %s", (_, files, plan, message) => {
  expect(() => noteReads(files, Buffer.from(plan))).toThrow(message);
});
