import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { comment, readFile } from "../../support/requests.ts";
import { sharedService } from "../../support/shared-service.ts";
import { BAD_INPUTS } from "./bad-input.ts";
import { CONTRACT_CASES } from "./cases.ts";

let writ: RunningWrit;
let document: Json;
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { "date-time": true } });

beforeAll(async () => {
  writ = await sharedService({ WRIT_WORKERS: "1" });
  document = await get("/openapi.json");
  ajv.addSchema(document, "writ");
});
afterAll(async () => {
  await writ.stop();
});

async function get(path: string): Promise<Json> {
  return (await fetch(writ.http + path)).json() as Promise<Json>;
}

async function post(path: string, body: unknown): Promise<Json> {
  const headers = { "content-type": "application/json" };
  return (
    await fetch(writ.http + path, { method: "POST", headers, body: JSON.stringify(body) })
  ).json() as Promise<Json>;
}

/** Why a value does not fit a schema of the document; empty when it does. */
function problems(schema: string, value: unknown): unknown {
  const validate = ajv.getSchema(`writ#/components/schemas/${schema}`);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  return validate(value) ? [] : validate.errors;
}

describe("/openapi.json", () => {
  test.each(CONTRACT_CASES)("fits the request and the answer: $name", async ({ request }) => {
    expect(problems("DecisionRequest", request)).toEqual([]);
    expect(problems("Decision", await post("/v1/decisions", request))).toEqual([]);
  });

  test("fits batches, records, pages and problems", async () => {
    const requests = [comment({ request_id: "a" }), { request_id: "b" }];
    const batch = await post("/v1/decisions:batch", { requests });
    expect(problems("BatchAnswer", batch)).toEqual([]);
    const [first] = batch["decisions"] as readonly { readonly decision_id: string }[];
    const outcome = { status: "succeeded", duration_ms: 3 };
    expect(problems("OutcomeReport", outcome)).toEqual([]);
    await post(`/v1/decisions/${first?.decision_id}/outcome`, outcome);
    expect(problems("StoredDecision", await get(`/v1/decisions/${first?.decision_id}`))).toEqual([]);
    expect(problems("Page", await get("/v1/decisions?page_size=5"))).toEqual([]);
    expect(problems("Problem", await post("/v1/decisions", {}))).toEqual([]);
    expect(problems("Problem", await get("/nowhere"))).toEqual([]);
  });

  test.each(["an unknown field", "call and action", "neither call nor action", "a wrong type", "a timeout of none"])(
    "refuses what the service refuses: %s",
    (name) => {
      const { body } = BAD_INPUTS.find((item) => item.name === name) as (typeof BAD_INPUTS)[number];
      expect(problems("DecisionRequest", JSON.parse(body))).not.toEqual([]);
    },
  );
});

describe("what is beside the contract", () => {
  test.each([
    ["/healthz", 200, "application/json; charset=utf-8"],
    ["/readyz", 200, "application/json; charset=utf-8"],
    ["/metrics", 200, "text/plain; version=0.0.4; charset=utf-8"],
    ["/.well-known/openid-configuration", 200, "application/json; charset=utf-8"],
    ["/nowhere", 404, "application/problem+json; charset=utf-8"],
    ["/v1/decisions/%zz", 400, "application/problem+json; charset=utf-8"],
  ])("%s", async (path, status, type) => {
    const response = await fetch(writ.http + path);
    expect({ status: response.status, type: response.headers.get("content-type") }).toEqual({ status, type });
  });

  test("another method is told which there are", async () => {
    const response = await fetch(`${writ.http}/v1/decisions`, { method: "DELETE" });
    expect({ status: response.status, allow: response.headers.get("allow") }).toEqual({
      status: 405,
      allow: "GET, POST",
    });
  });

  test("grants are not cached", async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${writ.http}/v1/decisions`, {
      method: "POST",
      headers,
      body: JSON.stringify(readFile()),
    });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("every metric is in the documents", async () => {
    const text = await (await fetch(`${writ.http}/metrics`)).text();
    const names = [...new Set([...text.matchAll(/^# TYPE (writ_\w+)/gm)].map((match) => match[1] as string))];
    expect(names.length).toBeGreaterThan(4);
    const documented = readFileSync("docs/metrics.md", "utf8");
    expect(names.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });
});
