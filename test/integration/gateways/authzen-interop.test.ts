import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { ask, haveVectors, startScenario, vectorFile } from "../../support/authzen/build.ts";
import type { GatewayWrit } from "../../support/gateways/writ.ts";

// The interop vectors of the OpenID AuthZEN working group, unchanged, over HTTP, with the default settings. The working group's own runners
// take an answer of another form as a failure, and so does this one: batches are compared as text.

interface Vector {
  readonly request: JsonObject;
  readonly expected: JsonValue;
}

const NAME = haveVectors ? "" : " (skipped where the collections are not)";

describe.skipIf(!haveVectors)(`todo application and API gateway${NAME}`, () => {
  const service = serviceOf(() => startScenario("todo"));

  test("40 decisions of the todo application", async () => {
    expect(await evaluationFailures(service(), vectors("todo-decisions", "evaluation"))).toEqual({
      asked: 40,
      failed: [],
    });
  });

  test("25 decisions of the API gateway", async () => {
    expect(await evaluationFailures(service(), vectors("gateway-decisions", "evaluation"))).toEqual({
      asked: 25,
      failed: [],
    });
  });

  test("3 batches", async () => {
    const batches = vectors("todo-decisions", "evaluations");
    expect(batches).toHaveLength(3);
    for (const { request, expected } of batches) {
      const { status, body } = await ask(service().http, "evaluations", request);
      expect(status).toBe(200);
      expect(JSON.stringify((body as JsonObject)["evaluations"])).toBe(JSON.stringify(expected));
    }
  });
});

describe.skipIf(!haveVectors)(`search${NAME}`, () => {
  const service = serviceOf(() => startScenario("records", { authzen: recordsData("search-records") }));

  test.each([
    ["subject", 60],
    ["resource", 18],
    ["action", 120],
  ])("%s: %d searches", async (kind, count) => {
    const failed = await searchFailures(service(), kind, vectors(`search-${kind}`, "evaluation"));
    expect(failed).toEqual({ asked: count, failed: [] });
  });
});

describe.skipIf(!haveVectors)(`identity provider${NAME}`, () => {
  const service = serviceOf(() => startScenario("records", { authzen: recordsData("idp-records") }));

  test("6 searches of records", async () => {
    const failed = await searchFailures(service(), "resource", vectors("idp-results", "search"));
    expect(failed).toEqual({ asked: 6, failed: [] });
  });
});

function serviceOf(start: () => Promise<GatewayWrit>): () => GatewayWrit {
  let running: GatewayWrit | undefined;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(async () => {
    await running?.stop();
  });
  return () => {
    if (running === undefined) throw new Error("the service is not there");
    return running;
  };
}

function vectors(file: string, list: string): readonly Vector[] {
  return (vectorFile(file) as JsonObject)[list] as unknown as readonly Vector[];
}

/** The vectors' users and records, as the candidates that a bundle names. */
function recordsData(records: string): JsonObject {
  const candidates = (file: string) =>
    (vectorFile(file) as readonly JsonObject[]).map(({ id, ...properties }) => ({ id: String(id), properties }));
  return {
    subjects: { user: candidates("search-users") },
    resources: { record: candidates(records) },
    actions: { record: ["view", "edit", "delete"] },
  };
}

async function evaluationFailures({ http }: GatewayWrit, list: readonly Vector[]) {
  const failed: Vector[] = [];
  for (const vector of list) {
    const { status, body } = await ask(http, "evaluation", vector.request);
    if (status !== 200 || (body as JsonObject)["decision"] !== vector.expected) failed.push(vector);
  }
  return { asked: list.length, failed };
}

async function searchFailures({ http }: GatewayWrit, kind: string, list: readonly Vector[]) {
  const failed: object[] = [];
  for (const vector of list) {
    const { status, body } = await ask(http, `search/${kind}`, vector.request);
    if (status !== 200 || resultsText(body) !== resultsText(vector.expected)) failed.push({ ...vector, body });
  }
  return { asked: list.length, failed };
}

/** In any order. */
function resultsText(answer: JsonValue): string {
  const results = (answer as JsonObject)["results"] as readonly JsonValue[];
  return JSON.stringify(results.map((result) => JSON.stringify(result)).sort());
}
