import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { ask, startScenario } from "../../support/authzen/build.ts";
import type { GatewayWrit } from "../../support/gateways/writ.ts";

/** A request of the OpenID Foundation's certification scenario for decision points, by its section, and some of our own beside them. */
interface Case {
  readonly id: string;
  readonly path: string;
  readonly body: JsonValue;
  readonly status: number;
  readonly decision?: boolean;
  readonly decisions?: readonly boolean[];
  readonly results?: readonly JsonObject[];
}

const CASES = JSON.parse(
  readFileSync(resolve("test/support/authzen/certification-cases.json"), "utf8"),
) as readonly Case[];

const PUBLIC_URL = "https://writ.example";
const READ = {
  subject: { type: "user", id: "alice" },
  action: { name: "read" },
  resource: { type: "record", id: "record-1" },
};

let service: GatewayWrit;
beforeAll(async () => {
  service = await startScenario("certification");
});
afterAll(async () => {
  await service?.stop();
});

test.each(CASES)("$id: $path", async ({ path, body, status, decision, decisions, results }) => {
  const answer = await ask(service.http, path, body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  if (status !== 200) {
    expect(answer.body).toEqual(expect.any(String));
    return;
  }
  const { evaluations, ...said } = answer.body as JsonObject;
  if (decision !== undefined) expect(said["decision"]).toBe(decision);
  if (decisions !== undefined) {
    expect((evaluations as readonly JsonObject[]).map((it) => it["decision"])).toEqual(decisions);
    expect(said).toEqual({});
  }
  if (results !== undefined) expect(said["results"]).toEqual(results);
  expect([decision, decisions, results].filter((it) => it !== undefined)).toHaveLength(1);
});

describe("bodies", () => {
  test.each([
    ["another type", "text/plain", JSON.stringify(READ), 400],
    ["a form", "application/x-www-form-urlencoded", "subject=alice", 400],
    ["no type", "", JSON.stringify(READ), 400],
    ["nothing", "application/json", "", 400],
    ["no JSON", "application/json", '{"subject":', 400],
    ["a key twice", "application/json", `{"subject": 1, ${JSON.stringify(READ).slice(1)}`, 400],
    ["a charset", "application/json; charset=utf-8", JSON.stringify(READ), 200],
  ])("%s", async (_, type, body, status) => {
    const response = await fetch(`${service.http}/access/v1/evaluation`, {
      method: "POST",
      headers: { "content-type": type, "x-request-id": "r-1" },
      body: new Blob([body]),
    });
    expect(response.status).toBe(status);
    expect(response.headers.get("x-request-id")).toBe("r-1");
    if (status !== 200) expect(await response.json()).toEqual(expect.any(String));
  });

  test.each(["GET", "PUT", "DELETE"])("%s asks nothing", async (method) => {
    const response = await fetch(`${service.http}/access/v1/evaluation`, {
      method,
      headers: { "x-request-id": "r-2" },
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(response.headers.get("x-request-id")).toBe("r-2");
  });
});

test("2.5: the request's own identifier comes back, as long as it is, and without one there is none", async () => {
  const long = "x".repeat(1_000);
  expect((await ask(service.http, "evaluation", READ, { "x-request-id": long })).headers.get("x-request-id")).toBe(
    long,
  );
  expect((await ask(service.http, "evaluation", READ)).headers.get("x-request-id")).toBeNull();
  const [newest] = await service.records("request_id=r-9");
  expect(newest).toBeUndefined();
  await ask(service.http, "evaluation", READ, { "x-request-id": "r-9" });
  expect(await service.records("request_id=r-9")).toMatchObject([
    { decision: { request_id: "r-9" }, caller: { protocol: "authzen" } },
  ]);
});

test("4.5: pages follow each other to the end, each by the token of the one before, and of this search only", async () => {
  const search = { subject: { type: "user" }, action: { name: "read" }, resource: { type: "record", id: "record-1" } };
  const page = async (body: JsonObject) => (await ask(service.http, "search/subject", body)).body as JsonObject;
  const first = await page({ ...search, page: { limit: 1 } });
  const token = (first["page"] as JsonObject)["next_token"] as string;
  expect(first).toEqual({
    results: [{ type: "user", id: "alice" }],
    page: { next_token: expect.stringMatching(/./), count: 1 },
  });
  const second = await page({ ...search, page: { token } });
  expect(second).toEqual({ results: [{ type: "user", id: "bob" }], page: { next_token: "", count: 1 } });
  const other = await ask(service.http, "search/subject", { ...search, action: { name: "write" }, page: { token } });
  expect(other).toMatchObject({ status: 400, body: expect.stringContaining("/page/token") });
});

test("searching is on record as what nobody was about to do", async () => {
  const search = { subject: { type: "user" }, action: { name: "read" }, resource: { type: "record", id: "record-2" } };
  await ask(service.http, "search/subject", search, { "x-request-id": "r-search" });
  const records = await service.records("request_id=r-search");
  const seen = records.map(({ decision, input }) => {
    const { agent, action } = input as unknown as { readonly agent: JsonObject; readonly action: JsonObject };
    return `${agent["id"]} ${action["verb"]} ${(decision as JsonObject)["dry_run"]}`;
  });
  expect(seen.sort()).toEqual(["user:alice x-authzen.read true", "user:bob x-authzen.read true"]);
});

describe("6: metadata", () => {
  const endpoints = {
    access_evaluation_endpoint: `${PUBLIC_URL}/access/v1/evaluation`,
    access_evaluations_endpoint: `${PUBLIC_URL}/access/v1/evaluations`,
    search_subject_endpoint: `${PUBLIC_URL}/access/v1/search/subject`,
    search_resource_endpoint: `${PUBLIC_URL}/access/v1/search/resource`,
    search_action_endpoint: `${PUBLIC_URL}/access/v1/search/action`,
    access_request_endpoint: `${PUBLIC_URL}/access/v1/requests`,
  };

  test.each([
    ["", PUBLIC_URL],
    ["/default", `${PUBLIC_URL}/default`],
  ])("of the decision point at %s", async (rest, policy_decision_point) => {
    const response = await fetch(`${service.http}/.well-known/authzen-configuration${rest}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({
      ...endpoints,
      policy_decision_point,
      capabilities: expect.arrayContaining(["urn:openid:authzen:capability:obligations"]),
    });
  });

  test("of no other tenant", async () => {
    const response = await fetch(`${service.http}/.well-known/authzen-configuration/someone-else`);
    expect([response.status, await response.json()]).toEqual([404, expect.any(String)]);
  });
});
