import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/domain/json.ts";
import { AGENT } from "../../../../tools/protocol-clients/call.ts";
import { grpcClients } from "../../../../tools/protocol-clients/grpc.ts";
import { httpClients, type ProtocolClient } from "../../../../tools/protocol-clients/http.ts";
import { type GatewayWrit, startGatewayWrit } from "../../../support/gateways/writ.ts";
import { CALLS, type MatrixCall, UPSTREAMS } from "./calls.ts";

/** What the agent may do without an intent, under the default policy. */
const ENVELOPE = {
  verbs: ["ticket.*", "file.*", "message.*", "db.*", "payment.refund", "net.fetch", "memory.*"],
  max_tier: "bounded_write",
  resources: [
    "https://github.com/acme/*",
    "file:///srv/data/*",
    "channel:C-ACME",
    "stripe:*",
    "https://docs.acme.example/*",
  ],
  destinations: ["@acme.example", "C-ACME", "https://docs.acme.example/*", "docs.acme.example"],
  max_amount: "1000",
};

let writ: GatewayWrit;
let clients: readonly ProtocolClient[];
let close = () => {};

beforeAll(async () => {
  writ = await startGatewayWrit({ dev: true, policy: "default", upstreams: UPSTREAMS });
  const registered = await fetch(`${writ.http}/v1/agents`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: AGENT.id, owner: "team-matrix", envelope: ENVELOPE, reason: "test" }),
  });
  expect(registered.status, await registered.text()).toBe(200);
  const grpc = grpcClients(writ.grpc);
  close = grpc.close;
  clients = [...httpClients(writ.http), ...grpc.clients];
});
afterAll(async () => {
  close();
  await writ?.stop();
});

interface Recorded {
  readonly goesOn: boolean;
  readonly protocol: string;
  readonly effect: string;
  readonly reasons: unknown;
  readonly obligations: unknown;
  readonly action: JsonObject;
  readonly arguments: unknown;
  readonly findings: unknown;
}

/** What stands on record of the one decision that a question made. */
async function recordOf(client: ProtocolClient, call: MatrixCall): Promise<Recorded> {
  const goesOn = await client.goesOn(call);
  const page = (await (await fetch(`${writ.http}/v1/decisions?page_size=1`)).json()) as {
    decisions: readonly JsonObject[];
  };
  const { decision, input, caller } = page.decisions[0] as Record<string, JsonObject>;
  return {
    goesOn,
    protocol: String(caller?.["protocol"]),
    effect: String(decision?.["effect"]),
    reasons: decision?.["reasons"],
    obligations: decision?.["obligations"],
    action: withoutOrigins(decision?.["action"]),
    arguments: input?.["arguments"],
    findings: input?.["findings"],
  };
}

test("there are 60 calls, of every effect, each with a name of its own", () => {
  expect(new Set(CALLS.map(({ name }) => name)).size).toBe(60);
  expect(new Set(CALLS.map(({ effect }) => effect))).toEqual(new Set(["allow", "warn", "block"]));
});

/** The same to a client that fulfils no obligation. */
function unfulfilled(said: Omit<Recorded, "protocol">): Omit<Recorded, "protocol"> {
  if (!(said.obligations as readonly { fulfillment: string }[]).some(({ fulfillment }) => fulfillment === "required")) {
    return said;
  }
  const reasons = [expect.objectContaining({ code: "obligation_unsupported", rule: "writ.evaluate" })];
  return { ...said, goesOn: false, effect: "block", reasons, obligations: [] };
}

describe.each(CALLS)("$name", (call) => {
  test(`is ${call.effect} (${call.reason}) by every protocol`, async () => {
    const [native, ...others] = clients;
    const { protocol, ...expected } = await recordOf(native as ProtocolClient, call);
    expect(protocol).toBe("http");
    expect(expected).toMatchObject({ effect: call.effect, goesOn: call.effect !== "block" });
    expect((expected.reasons as readonly { code: string }[])[0]?.code).toBe(call.reason);
    for (const client of others) {
      const said = client.fulfilsNothing === true ? unfulfilled(expected) : expected;
      expect(await recordOf(client, call), client.name).toEqual({ ...said, protocol: client.protocol });
    }
  });
});

/** Where a resource came from is the session's to say: a hook names one, a plain call has none. */
function withoutOrigins(action: unknown): JsonObject {
  const text = JSON.stringify(action ?? {}, (key, value: unknown) =>
    key === "resource" ? { ...(value as JsonObject), origin: undefined } : value,
  );
  return JSON.parse(text) as JsonObject;
}
