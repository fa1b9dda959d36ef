import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceError } from "@grpc/grpc-js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DecideRequestSchema, DecideResponseSchema } from "../../../src/gen/writ/v1/decision_pb.ts";
import { grpcClient, requestMessage } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { reasonOf } from "../../support/grpc-reason.ts";
import { readFile } from "../../support/requests.ts";

// A caller that may hold one decision holds it, because the table of decisions is locked: whatever it asks beside it has to come back.

const SECRET = "the-secret-of-a-gateway-with-one-call";
const AUTHORIZATION = `Bearer ${SECRET}`;
const dir = mkdtempSync(join(tmpdir(), "writ-limits-"));
let database: TestDatabase;
let writ: RunningWrit;

beforeAll(async () => {
  database = await createDatabase();
  writ = await startWrit({
    dataDir: dir,
    env: {
      DATABASE_URL: database.url,
      WRIT_WORKERS: "1",
      WRIT_TIMEOUTS_DRAIN_MS: "600000",
      WRIT_CALLERS: JSON.stringify({
        gateway: {
          roles: ["decide", "auditor"],
          token_sha256: hash("sha256", SECRET),
          vouches: true,
          limits: { concurrency: 1 },
        },
        batches: {
          roles: ["decide"],
          token_sha256: hash("sha256", "another-secret"),
          vouches: true,
          limits: { rate_per_s: 1, burst: 1 },
        },
      }),
    },
  });
});
afterAll(async () => {
  writ?.process.kill("SIGKILL");
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = { authorization: AUTHORIZATION },
) {
  return fetch(writ.http + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** Nothing is recorded while `work` runs, and one call of the gateway is under way. @returns that call's effect */
async function whileHeld(work: () => Promise<void>): Promise<unknown> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query("begin; lock table writ.decisions in exclusive mode");
    const held = post("/v1/decisions", readFile());
    const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await client.query(waiting)).rowCount, { timeout: 20_000 }).toBe(1);
    await work();
    await client.query("rollback");
    return ((await (await held).json()) as { readonly effect: unknown }).effect;
  } finally {
    await client.end();
  }
}

const RPC = {
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "read_text_file", arguments: { path: "/repo/README.md" } },
};
const FORWARDED = {
  "x-writ-authorization": AUTHORIZATION,
  "x-forwarded-method": "POST",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "tools.example",
  "x-forwarded-uri": "/mcp",
};
const TOOL_CALL = { id: "c", type: "function", function: { name: "read_text_file", arguments: "{}" } };
const CERBOS = {
  principal: { id: "agent:test", roles: ["agent"] },
  resources: [{ actions: ["read_text_file"], resource: { kind: "filesystem", id: "README" } }],
};

test("a refusal says so in every protocol, is a no, and comes with a time where there is a place for it", {
  timeout: 60_000,
}, async () => {
  const refusals: [string, () => Promise<Response>, number, string][] = [
    ["native", () => post("/v1/decisions", readFile()), 429, '"reason":"caller_concurrency"'],
    [
      "OPA",
      () => post("/v1/data/writ/main/decision", { input: readFile() }),
      429,
      "as many decisions under way as it may",
    ],
    ["forwarded", () => post("/authz/forward/filesystem", RPC, FORWARDED), 429, '"reason":"caller_concurrency"'],
    ["Cerbos", () => post("/api/check/resources", CERBOS), 429, '"code":8'],
    [
      "LiteLLM",
      () =>
        post("/litellm/filesystem/beta/litellm_basic_guardrail_api", {
          input_type: "response",
          tool_calls: [TOOL_CALL],
        }),
      200,
      '"action":"BLOCKED"',
    ],
  ];
  const effect = await whileHeld(async () => {
    for (const [name, ask, status, says] of refusals) {
      const response = await ask();
      const text = await response.text();
      expect([name, response.status, text]).toEqual([name, status, expect.stringContaining(says)]);
      if (name !== "LiteLLM") expect([name, response.headers.get("retry-after")]).toEqual([name, "1"]);
      expect(text).not.toMatch(/"(?:allow|allowed|decision)":true|"effect":"allow"/);
    }
  });
  expect(effect).toBe("allow");
});

test("over gRPC the status is RESOURCE_EXHAUSTED, with the reason", { timeout: 60_000 }, async () => {
  const { call, close } = grpcClient(writ.grpc, undefined, AUTHORIZATION);
  const ask = () =>
    call("/writ.v1.DecisionService/Decide", DecideRequestSchema, requestMessage(readFile()), DecideResponseSchema);
  const effect = await whileHeld(async () => {
    const error = await ask().then(
      () => undefined,
      (failed: ServiceError) => failed,
    );
    expect(error?.code).toBe(8);
    expect(error === undefined ? "" : reasonOf(error)).toBe("caller_concurrency");
  });
  expect(effect).toBe("allow");
  expect((await ask()).decision).toBeDefined();
  close();
});

test("each item of a batch counts, and one that has to come back spoils no other", async () => {
  const requests = Array.from({ length: 50 }, () => readFile());
  const response = await post("/v1/decisions:batch", { requests }, { authorization: "Bearer another-secret" });
  const { decisions } = (await response.json()) as { readonly decisions: readonly Record<string, unknown>[] };
  const [first, ...others] = decisions;
  expect(first?.["effect"]).toBe("allow");
  const comesBack = others.filter(
    ({ error }) => (error as { readonly code?: string } | undefined)?.code === "resource_exhausted",
  );
  // A second may have passed meanwhile, and given one more.
  expect(comesBack.length).toBeGreaterThan(40);
});

describe("health", () => {
  const ready = async () => {
    const response = await fetch(`${writ.http}/readyz`);
    return [response.status, await response.json()];
  };

  test("started, live and ready", async () => {
    expect((await fetch(`${writ.http}/startupz`)).status).toBe(200);
    expect((await fetch(`${writ.http}/healthz`)).status).toBe(200);
    expect(await ready()).toEqual([200, { status: "ready" }]);
  });

  test("a service that is to stop is not ready, goes on taking calls for a while, and finishes them", {
    timeout: 60_000,
  }, async () => {
    const effect = await whileHeld(async () => {
      writ.process.kill("SIGTERM");
      const reasons = [{ code: "draining", message: "the service is stopping" }];
      await expect.poll(ready, { timeout: 20_000 }).toEqual([503, { status: "not ready", reasons }]);
      expect((await fetch(`${writ.http}/healthz`)).status).toBe(200);
    });
    expect(effect).toBe("allow");
    expect((await post("/v1/decisions", readFile())).status).toBe(200);
  });
});
