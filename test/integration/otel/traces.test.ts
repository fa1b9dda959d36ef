import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DecideRequestSchema, DecideResponseSchema } from "../../../src/gen/writ/v1/decision_pb.ts";
import { grpcClient, type Json, requestMessage } from "../../../tools/grpc-client.ts";
import { createDatabase } from "../../support/database.ts";
import { otlpReceiver } from "../../support/otlp-receiver.ts";
import { readFile, request } from "../../support/requests.ts";
import { dataDir, serviceFor } from "../../support/writ.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const SAMPLED = `00-${TRACE}-${SPAN}-01`;
const SECRET = "planted-argument-4711";

async function ask(base: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${base}/v1/decisions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { readonly decision_id: string; readonly effect: string };
}

async function askOverGrpc(address: string, body: Json): Promise<{ readonly decision_id: string }> {
  const { call, close } = grpcClient(address, undefined, undefined, SAMPLED);
  const path = "/writ.v1.DecisionService/Decide";
  const { decision } = await call(path, DecideRequestSchema, requestMessage(body), DecideResponseSchema);
  close();
  return { decision_id: decision?.decisionId ?? "" };
}

test("each decision is a span under the gateway's, with its steps and its log record, and nothing of its arguments", {
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const receiver = await otlpReceiver();
  const dir = dataDir();
  const headersFile = join(dir, "headers");
  writeFileSync(headersFile, "Authorization: Api-Token abc\n", { mode: 0o600 });
  const writ = await serviceFor({
    dataDir: join(dir, "writ"),
    env: {
      DATABASE_URL: database.url,
      WRIT_WORKERS: "1",
      WRIT_TELEMETRY_OTLP_ENDPOINT: receiver.url,
      WRIT_TELEMETRY_OTLP_HEADERS_FILE: headersFile,
    },
  });
  const joined = await ask(writ.http, readFile(), { traceparent: SAMPLED });
  const stated = await ask(writ.http, readFile({ context: { traceparent: SAMPLED } }));
  const alone = await ask(writ.http, readFile(), { traceparent: "00-garbage" });
  const unsampled = await ask(writ.http, readFile(), { traceparent: `00-${TRACE}-${SPAN}-00` });
  const overGrpc = await askOverGrpc(writ.grpc, readFile());
  const blocked = await ask(writ.http, request("none", "x", { secret: SECRET }), { traceparent: SAMPLED });
  expect(blocked.effect).toBe("block");

  const all = [joined, stated, alone, unsampled, overGrpc, blocked].map(({ decision_id: id }) => id);
  const loggedIds = () => receiver.logs.map(({ attributes }) => attributes["writ.decision_id"] ?? "").toSorted();
  await expect.poll(loggedIds, { timeout: 20_000 }).toEqual(all.toSorted());
  const spanOf = (id: string) => receiver.spans.find(({ attributes }) => attributes["writ.decision_id"] === id);
  // What the gateway does not record is not recorded here either; the log of it is.
  await expect
    .poll(() => all.filter((id) => spanOf(id) === undefined), { timeout: 20_000 })
    .toEqual([unsampled.decision_id]);

  for (const { decision_id: id } of [joined, stated, overGrpc, blocked]) {
    expect(spanOf(id)).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, name: "decide", status: 0 });
  }
  const span = spanOf(joined.decision_id);
  expect(span?.attributes).toMatchObject({
    "writ.effect": "allow",
    "writ.reason": "intent_allows_unverified",
    "writ.verb": "file.read",
    "writ.tool.server": "filesystem",
    "writ.tool.name": "read_text_file",
    "writ.recorded": "committed",
  });
  expect(receiver.logs.find(({ attributes }) => attributes["writ.decision_id"] === joined.decision_id)).toMatchObject({
    traceId: TRACE,
    spanId: span?.spanId,
    eventName: "writ.decision",
    body: "allow file.read",
  });
  const steps = receiver.spans.filter(({ parentSpanId }) => parentSpanId === span?.spanId);
  expect(steps.map(({ name }) => name)).toEqual(["identify", "canonicalize", "situate", "evaluate", "grant", "commit"]);
  for (const { startNs, endNs } of steps) {
    expect(startNs).toBeGreaterThanOrEqual(span?.startNs ?? 0n);
    expect(endNs).toBeLessThanOrEqual(span?.endNs ?? 0n);
  }
  expect(spanOf(alone.decision_id)).toMatchObject({ parentSpanId: "" });
  expect(receiver.headers.every(({ authorization }) => authorization === "Api-Token abc")).toBe(true);
  expect(receiver.bytes.some((bytes) => bytes.includes(SECRET))).toBe(false);

  // The record has the trace too, and an invalid one leaves no mark.
  const inputOf = async ({ decision_id: id }: { readonly decision_id: string }) =>
    (await (await fetch(`${writ.http}/v1/decisions/${id}`)).json()) as { readonly input: { readonly context: object } };
  expect((await inputOf(joined)).input.context).toMatchObject({ traceparent: SAMPLED });
  expect((await inputOf(alone)).input.context).not.toHaveProperty("traceparent");
  expect(await writ.stop()).toBe(0);
});
