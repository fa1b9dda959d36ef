import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { callAny } from "../../support/any-rpc.ts";
import { createDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { otlpReceiver } from "../../support/otlp-receiver.ts";
import { comment, request } from "../../support/requests.ts";
import { dataDir, serviceFor } from "../../support/writ.ts";
import { GRPC, HTTP, type HttpRow, pathOf } from "../roles/table.ts";

// A value that is nowhere else is put into every place of every request, one at a time, right and wrong: afterwards it must be in no
// log, no metric, no trace, no profile and no error.

const STEM = `canary-${randomBytes(6).toString("hex")}`;
/** As it is, and as what breaks out of a quoted or a line-wise text. */
const CANARIES = [STEM, `"}\n${STEM}\n{"`];

/** What operators are told, in traces: which tool was called, and what the gateway calls the request (docs/metrics.md). */
const NAMES = new Set(["server", "name", "format", "request_id"]);
/** Requests under way at once. */
const AT_ONCE = 4;

type Path = readonly (string | number)[];

function leavesOf(value: JsonValue, path: Path = []): readonly Path[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner as JsonValue, [...path, key]));
  }
  return NAMES.has(String(path.at(-1))) ? [] : [path];
}

function replaced(value: JsonValue, [key, ...rest]: Path, leaf: JsonValue): JsonValue {
  if (key === undefined) return leaf;
  const copy = structuredClone(value) as Record<string, JsonValue>;
  copy[key] = replaced(copy[key] as JsonValue, rest, leaf);
  return copy;
}

/** The body with the canary in each of its places: as text, and as what has no place there. */
function planted(body: JsonObject, canary: string): readonly JsonValue[] {
  return leavesOf(body).flatMap((path) => [replaced(body, path, canary), replaced(body, path, [canary])]);
}

const more = {
  session: "s-1",
  request_id: "r-1",
  context: { environment: "test", prompt_excerpt: "x", deep: { list: ["x"] } },
  observed: [{ source: "user", text: "x" }],
};
const DECISIONS: readonly JsonObject[] = [
  comment(more),
  request("none", "nothing", { any: "x" }, more),
  request("shell", "run", { command: "cat x" }, { agent: { token: "x" }, intent: { token: "x" } }),
];

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function bodiesOf(row: HttpRow, canary: string): readonly string[] {
  const decisions = row.path === "/v1/decisions" && row.method === "POST";
  const bodies = decisions ? DECISIONS : row.body === undefined ? [] : [row.body as JsonObject];
  const whole = bodies.flatMap((body) => planted(body, canary)).map((body) => JSON.stringify(body));
  return row.method === "GET" ? [] : [...whole, JSON.stringify(canary), `{"a": ${JSON.stringify(canary)}`];
}

function requestsOf(row: HttpRow): readonly Sent[] {
  const { method, path } = row;
  const [canary, broken] = CANARIES as [string, string];
  const headers = { "content-type": "application/json" };
  const bodies = CANARIES.flatMap((text) => bodiesOf(row, text)).map((body) => ({
    method,
    path: pathOf(row),
    headers,
    body,
  }));
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const forms = Object.keys(row.form ?? {}).map((key) => ({
    method,
    path,
    headers: form,
    body: new URLSearchParams({ ...row.form, [key]: broken }).toString(),
  }));
  const at = pathOf({ ...row, id: encodeURIComponent(broken) });
  const one = { method, path: pathOf(row) };
  return [
    ...bodies,
    ...forms,
    { method, path: at },
    { method, path: `${pathOf(row)}?agent=${canary}&page_token=${canary}&seconds=${canary}` },
    { ...one, headers: { traceparent: canary, dpop: canary } },
  ];
}

/** Last: whoever shows many of them is not answered for a while. */
function credentialsOf(row: HttpRow): readonly Sent[] {
  const one = { method: row.method, path: pathOf(row) };
  const [canary] = CANARIES as [string, string];
  return [`Bearer ${canary}`, canary].map((authorization) => ({ ...one, headers: { authorization } }));
}

/** @returns the answer, if it is an error that repeats what was asked */
async function repeats(base: string, { method, path, headers = {}, body }: Sent): Promise<string | undefined> {
  const answer = await fetch(base + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  // It would not have been looked at.
  if (answer.status === 429 && headers["authorization"] === undefined) throw new Error(`${method} ${path}: ${text}`);
  return answer.status >= 400 && text.includes(STEM) ? `${method} ${path} ${body}: ${text}` : undefined;
}

async function repeatsOverGrpc(address: string, method: string, message: JsonObject): Promise<string | undefined> {
  const { code, text } = await callAny(address, method, message, "").catch((error: Error) => {
    // What the protobuf library here refuses to write was not sent.
    if (!/cannot encode|expected|assign/i.test(error.message)) throw error;
    return { code: 0, text: "" };
  });
  return code !== 0 && text.includes(STEM) ? `${method} ${JSON.stringify(message)}: ${text}` : undefined;
}

test("what is asked, of whatever route and however wrong, is in no log, metric, trace, profile or error", {
  timeout: 240_000,
}, async ({ onTestFinished }) => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const receiver = await otlpReceiver();
  const writ = await serviceFor({
    dataDir: dataDir(),
    env: {
      DATABASE_URL: database.url,
      WRIT_WORKERS: "1",
      WRIT_LOG_LEVEL: "trace",
      WRIT_DEBUG_PROFILES: "true",
      WRIT_TELEMETRY_OTLP_ENDPOINT: receiver.url,
    },
  });
  const profile = async (kind: string) => (await fetch(`${writ.http}/debug/${kind}?seconds=1`)).text();
  const profiles = profile("cpu").then(async (cpu) => [cpu, await profile("heap")] as const);
  // Each of those under /debug takes its seconds, and has a test of its own.
  const sent = HTTP.filter(({ path }) => !path.startsWith("/debug/")).flatMap((row) => requestsOf(row));
  expect(sent.length).toBeGreaterThan(400);
  const told: string[] = [];
  for (let at = 0; at < sent.length; at += AT_ONCE) {
    const some = sent.slice(at, at + AT_ONCE).map((one) => repeats(writ.http, one));
    told.push(...(await Promise.all(some)).map((one) => one ?? ""));
  }
  for (const { method, message = {} } of GRPC) {
    for (const body of planted(message as JsonObject, STEM)) {
      told.push((await repeatsOverGrpc(writ.grpc, method, body as JsonObject)) ?? "");
    }
  }
  for (const one of HTTP.flatMap(credentialsOf)) told.push((await repeats(writ.http, one)) ?? "");
  expect(told.filter((one) => one !== "")).toEqual([]);

  const [cpu, heap] = await profiles;
  expect(JSON.parse(cpu)).toMatchObject({ nodes: expect.any(Array) });
  expect(JSON.parse(heap)).toMatchObject({ head: { callFrame: {} } });
  const metrics = await eventually(async () => {
    const answer = await fetch(`${writ.http}/metrics`);
    return answer.status === 200 ? answer.text() : undefined;
  }, "metrics are answered again");
  expect(metrics).toContain("writ_decisions_total");
  expect(receiver.spans.length).toBeGreaterThan(0);
  expect(await writ.stop()).toBe(0);
  const places = { cpu, heap, metrics, logs: writ.output(), traces: Buffer.concat(receiver.bytes).toString("latin1") };
  expect(places.logs).toContain('"event"');
  for (const [place, text] of Object.entries(places)) {
    const at = text.indexOf(STEM);
    expect(`${place}: ${at < 0 ? "" : text.slice(Math.max(0, at - 200), at + 100)}`).toBe(`${place}: `);
  }
});
