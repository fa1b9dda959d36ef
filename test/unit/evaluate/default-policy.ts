import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { policyInputFor } from "../../../bench/policy/inputs.ts";
import { benchRequests } from "../../../bench/requests.ts";
import { loadAnalyzers } from "../../../src/canonicalize/analyzers/load.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { CONTRACT_CASES } from "../../integration/contract/cases.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";
const BENCH_INPUTS = 16;

/** Inputs as the default policy gets them: of the contract's cases, of the bench, and those that its Rego tests start from. */
export async function realInputs(catalog: JsonValue | undefined): Promise<readonly JsonObject[]> {
  await loadAnalyzers();
  const catalogue = compileCatalogue(catalog);
  const requests = [...CONTRACT_CASES.map(({ request }) => request), ...benchRequests().slice(0, BENCH_INPUTS)];
  const made = await Promise.all(
    requests.flatMap((request) =>
      ["development", "production"].map((environment) => policyInputFor(request as JsonValue, catalogue, environment)),
    ),
  );
  return [...(JSON.parse(JSON.stringify(made)) as JsonObject[]), ...regoTestInputs()];
}

function regoTestInputs(): JsonObject[] {
  const query = "[call | some call in data.writ.testing_test.calls]";
  const output = execFileSync(OPA, ["eval", "--format=values", "--bundle", "rego", query]).toString();
  const calls = (JSON.parse(output) as JsonObject[][])[0] ?? [];
  // A session of so many calls is warned of.
  return [
    ...calls,
    ...calls.map((call) => ({ ...call, session: { ...(call["session"] as JsonObject), calls: 1000 } })),
  ];
}

/** Words that rules compare with, and values of other kinds. */
const VALUES: readonly JsonValue[] = [
  ...["read_only", "bounded_write", "privileged", "production", "development", "message.send", "payment.refund"],
  ...["unknown", "internal", "restricted", "complete", "partial", "none", "mismatch", "reads", "egress", "executes"],
  ...["untrusted_input", "read:restricted", "active", "suspended", "2026-11-20T16:04:05.123Z", "order:123", ""],
  ...[0, 1, -1, 1e9, true, false, null],
  ...[[], {}, ["egress", "writes"], [{ verb: "*" }], { value: "50.00", currency: "USD" }],
];

/** One of the documents after some changes: members taken away, replaced, or put where none are. */
export function changedDocuments(documents: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  const change = fc.record({ pick: fc.nat(), kind: fc.constantFrom("remove", "replace", "add"), value: fc.nat() });
  return fc.tuple(fc.constantFrom(...documents), fc.array(change, { maxLength: 6 })).map(([document, changes]) => {
    const changed = structuredClone(document);
    for (const { pick, kind, value } of changes) {
      const places = placesIn(changed);
      const [holder, key] = places[pick % places.length] as Place;
      if (kind === "remove") delete holder[key];
      else holder[kind === "add" ? `${key}x` : key] = structuredClone(VALUES[value % VALUES.length] as JsonValue);
    }
    return changed;
  });
}

type Place = readonly [holder: JsonObject, key: string];

function placesIn(value: JsonValue): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(placesIn);
  return [...Object.keys(value).map((key): Place => [value as JsonObject, key]), ...inside];
}
