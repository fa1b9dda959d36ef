import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BadRequestSchema } from "../../../src/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../../../src/gen/google/rpc/status_pb.ts";
import * as proto from "../../../src/gen/writ/v1/intent_pb.ts";
import { grpcClient } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { askAs, INTENT_SECRETS, type IntentCaller, intentSettings, WISH } from "../../support/intent-service.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-intents-"));
let writ: RunningWrit;
let grpc: ReturnType<typeof grpcClient>;
beforeAll(async () => {
  writ = await startWrit({ dataDir: dir, env: (await intentSettings(dir)).env });
  grpc = grpcClient(writ.grpc);
});
afterAll(async () => {
  grpc?.close();
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** One operation over both transports: the intent and what is said beside it, or a code and the fields that are wrong. */
type Json = Record<string, unknown>;
interface Side {
  issue(as: IntentCaller, wish: Json): Promise<Json>;
  derive(as: IntentCaller, id: string, wish: Json): Promise<Json>;
  get(as: IntentCaller, id: string): Promise<Json>;
  list(as: IntentCaller, query: Json): Promise<readonly Json[]>;
  order(as: IntentCaller, id: string, what: "approve" | "deny" | "revoke"): Promise<Json>;
}

async function over(as: IntentCaller, path: string, body?: unknown): Promise<Json> {
  const { status, body: answer } = await askAs(as, writ.http, path, body);
  if (status === 200) return answer;
  const errors = answer["errors"] as readonly { pointer: string }[] | undefined;
  return { code: answer["code"], ...(errors === undefined ? {} : { fields: errors.map(({ pointer }) => pointer) }) };
}

const http: Side = {
  issue: (as, wish) => over(as, "/v1/intents", wish),
  derive: (as, id, wish) => over(as, `/v1/intents/${id}:derive`, wish),
  get: (as, id) => over(as, `/v1/intents/${id}`),
  list: async (as, query) => {
    const answer = await over(as, `/v1/intents?${new URLSearchParams(query as Record<string, string>)}`);
    return (answer["intents"] as Json[] | undefined) ?? [answer];
  },
  order: (as, id, what) => over(as, `/v1/intents/${id}:${what}`, {}),
};

const CODES: Readonly<Record<number, string>> = {
  3: "invalid_argument",
  5: "not_found",
  6: "conflict",
  7: "permission_denied",
  9: "conflict",
  10: "conflict",
};

async function call<I extends DescMessage, O extends DescMessage>(
  as: IntentCaller,
  method: string,
  input: I,
  message: MessageInitShape<I>,
  output: O,
) {
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${INTENT_SECRETS[as]}`);
  return new Promise<Json>((resolve) => {
    grpc.client.makeUnaryRequest(
      `/writ.v1.IntentService/${method}`,
      (request: Buffer) => request,
      (response: Buffer) => response,
      Buffer.from(toBinary(input, create(input, message))),
      metadata,
      (error: ServiceError | null, answer?: Buffer) =>
        resolve(error === null ? (fromBinary(output, answer as Buffer) as unknown as Json) : refusalOf(error)),
    );
  });
}

function refusalOf(error: ServiceError): Json {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const details = bytes === undefined ? [] : fromBinary(StatusSchema, bytes as Buffer).details;
  const bad = details.flatMap((detail) => anyUnpack(detail, BadRequestSchema)?.fieldViolations ?? []);
  const fields = bad.map(({ field }) => field);
  return { code: CODES[error.code] ?? error.code, ...(fields.length === 0 ? {} : { fields }) };
}

/** What a message says, under the names that HTTP has. */
function jsonOf(answer: Json): Json {
  const intent = answer["intent"] as proto.IssuedIntent | undefined;
  if (intent === undefined) return answer;
  const { id, task, status, purpose, agent, token, parent, requestedBy, decidedBy, revokedBy } = intent;
  const [allowance] = intent.allows;
  return {
    ...{ id, task, status, purpose, agent, requested_by: requestedBy },
    ...(token === "" ? {} : { token }),
    ...(parent === "" ? {} : { parent, ancestors: intent.ancestors }),
    ...(decidedBy === "" ? {} : { decided_by: decidedBy }),
    ...(revokedBy === "" ? {} : { revoked_by: revokedBy, descendants: answer["descendants"] }),
    expires_at: intent.expiresAt,
    allows: [{ verb: allowance?.verb, max_calls: Number(allowance?.maxCalls), max_total: allowance?.maxTotal }],
  };
}

function wishMessage({
  on_behalf_of,
  lifetime_s,
  expires_at,
  allows = [],
  agent = [],
  ...same
}: Json): MessageInitShape<typeof proto.IssueRequestSchema> {
  return {
    ...same,
    ...(on_behalf_of === undefined ? {} : { onBehalfOf: on_behalf_of as string }),
    ...(lifetime_s === undefined ? {} : { lifetimeS: BigInt(lifetime_s as number) }),
    ...(expires_at === undefined ? {} : { expiresAt: expires_at as string }),
    agent: [agent].flat() as string[],
    allows: (allows as Json[]).map(({ max_calls, max_total, max_amount, ...allowance }) => ({
      ...allowance,
      ...(max_calls === undefined ? {} : { maxCalls: BigInt(max_calls as number) }),
      ...(max_total === undefined ? {} : { maxTotal: max_total as string }),
      ...(max_amount === undefined ? {} : { maxAmount: max_amount as string }),
    })),
  };
}

const overGrpc: Side = {
  issue: async (as, wish) =>
    jsonOf(await call(as, "Issue", proto.IssueRequestSchema, wishMessage(wish), proto.IssueResponseSchema)),
  derive: async (as, id, wish) =>
    jsonOf(
      await call(
        as,
        "Derive",
        proto.DeriveRequestSchema,
        { ...wishMessage(wish), id } as MessageInitShape<typeof proto.DeriveRequestSchema>,
        proto.DeriveResponseSchema,
      ),
    ),
  get: async (as, id) =>
    jsonOf(await call(as, "GetIntent", proto.GetIntentRequestSchema, { id }, proto.GetIntentResponseSchema)),
  list: async (as, { page_size, ...query }) => {
    const message = { ...query, ...(page_size === undefined ? {} : { pageSize: Number(page_size) }) };
    const answer = await call(
      as,
      "ListIntents",
      proto.ListIntentsRequestSchema,
      message,
      proto.ListIntentsResponseSchema,
    );
    return ((answer["intents"] as Json[] | undefined) ?? [])
      .map((intent) => jsonOf({ intent }))
      .concat(answer["code"] === undefined ? [] : [answer]);
  },
  order: async (as, id, what) => {
    const methods = {
      approve: ["Approve", proto.ApproveRequestSchema, proto.ApproveResponseSchema],
      deny: ["Deny", proto.DenyRequestSchema, proto.DenyResponseSchema],
      revoke: ["Revoke", proto.RevokeRequestSchema, proto.RevokeResponseSchema],
    } as const;
    const [method, input, output] = methods[what];
    return jsonOf(await call(as, method, input, { id }, output));
  },
};

const COUNTED = { ...WISH, allows: [{ verb: "ticket.*", max_calls: 3, max_total: "10.50" }] };

describe.each([
  ["HTTP", http],
  ["gRPC", overGrpc],
] as const)("over %s", (_, side) => {
  test("an intent is issued, read, handed on and ended", async () => {
    const issued = await side.issue("issuer", { ...COUNTED, lifetime_s: 600 });
    expect(issued).toMatchObject({
      status: "active",
      agent: ["agent-1"],
      token: expect.stringMatching(/^eyJ/),
    });
    expect(issued["allows"]).toEqual(COUNTED.allows);
    const id = issued["id"] as string;
    expect(await side.get("issuer", id)).toMatchObject({ id, token: expect.any(String), purpose: WISH.purpose });
    const child = await side.derive("gateway", id, { token: issued["token"], agent: "agent-2", purpose: "a part" });
    expect(child).toMatchObject({
      parent: id,
      ancestors: [id],
      agent: ["agent-2"],
      purpose: "a part",
      requested_by: "gateway",
      expires_at: issued["expires_at"],
    });
    expect(child["allows"]).toEqual(COUNTED.allows);
    expect(await side.order("issuer", id, "revoke")).toMatchObject({
      status: "revoked",
      revoked_by: "issuer",
      descendants: 1,
    });
    expect(await side.get("gateway", child["id"] as string)).toMatchObject({ status: "revoked" });
    expect((await side.list("auditor", { task: issued["task"] })).map((intent) => intent["id"])).toEqual([
      child["id"],
      id,
    ]);
  });

  test("an intent waits for a person", async () => {
    const asked = await side.issue("issuer", { ...WISH, consent: true });
    expect(asked).toMatchObject({ status: "pending" });
    expect(asked["token"]).toBeUndefined();
    const id = asked["id"] as string;
    expect(await side.list("approver", { status: "pending", page_size: 1 })).toMatchObject([{ id }]);
    expect(await side.order("approver", id, "approve")).toMatchObject({ status: "active", decided_by: "approver" });
    expect(await side.order("other-approver", id, "deny")).toEqual({ code: "conflict" });
    expect(await side.get("issuer", id)).toMatchObject({ token: expect.any(String) });
    // Whoever agreed may take that back, and nobody else who only agrees to things.
    expect(await side.order("other-approver", id, "revoke")).toEqual({ code: "permission_denied" });
    expect(await side.order("approver", id, "revoke")).toMatchObject({ status: "revoked", revoked_by: "approver" });
  });

  const REFUSED: readonly (readonly [string, (id: string, token: unknown) => Promise<unknown>, Json])[] = [
    ["no agent", () => side.issue("issuer", { allows: WISH.allows }), { code: "invalid_argument", fields: ["/agent"] }],
    [
      "nothing that it allows",
      () => side.issue("issuer", { agent: "a" }),
      { code: "invalid_argument", fields: ["/allows"] },
    ],
    [
      "a limit that is none",
      () => side.issue("issuer", { ...WISH, allows: [{ verb: "file.read" }, { verb: "file.read", max_amount: "-1" }] }),
      { code: "invalid_argument", fields: ["/allows/1/max_amount"] },
    ],
    [
      "an expiry that is over",
      () => side.issue("issuer", { ...WISH, expires_at: "2020-01-01T00:00:00Z" }),
      { code: "invalid_argument", fields: ["/expires_at"] },
    ],
    [
      "a life that is too long",
      () => side.issue("issuer", { ...WISH, lifetime_s: 86_401 }),
      { code: "invalid_argument", fields: ["/lifetime_s"] },
    ],
    [
      "a life that is none",
      () => side.issue("issuer", { ...WISH, lifetime_s: 0 }),
      { code: "invalid_argument", fields: ["/lifetime_s"] },
    ],
    [
      "a task over two lines",
      () => side.issue("issuer", { ...WISH, task: "a\nb" }),
      { code: "invalid_argument", fields: ["/task"] },
    ],
    [
      "more than a token may hold",
      () =>
        side.issue("issuer", {
          ...WISH,
          purpose: "é".repeat(4000),
          allows: [{ verb: "file.read", resource: "r".repeat(4000) }],
        }),
      { code: "invalid_argument", fields: ["/allows"] },
    ],
    ["a caller without the role", () => side.issue("gateway", WISH), { code: "permission_denied" }],
    [
      "a derivation that is wider",
      (id, token) =>
        side.derive("gateway", id, { token, allows: [{ verb: "ticket.*", max_calls: 4, max_total: "10.51" }] }),
      { code: "invalid_argument", fields: ["/allows/0/max_total", "/allows/0/max_calls"] },
    ],
    [
      "a derivation without the parent's token",
      (id) => side.derive("gateway", id, { token: "x" }),
      { code: "invalid_argument", fields: ["/token"] },
    ],
    [
      "a derivation of more than two intents can share",
      async () => {
        const allows = (field: string) =>
          Array.from({ length: 15 }, (_, n) => ({ verb: "payment.*", [field]: `${n + 1}` }));
        const parent = await side.issue("issuer", { ...WISH, allows: allows("max_amount") });
        const wish = { token: parent["token"], allows: allows("max_total"), fit: true };
        return side.derive("gateway", parent["id"] as string, wish);
      },
      { code: "invalid_argument", fields: ["/allows"] },
    ],
    [
      "a derivation of more than a token may hold",
      (id, token) => {
        const destinations = Array.from({ length: 200 }, (_, n) => `host-${n}.acme.example`);
        const allows = Array.from({ length: 20 }, () => ({ verb: "ticket.*", destinations }));
        return side.derive("gateway", id, { token, allows });
      },
      { code: "invalid_argument", fields: ["/allows"] },
    ],
    ["an id that is none", () => side.order("issuer", "int_none", "revoke"), { code: "not_found" }],
    ["consent of one without the role", (id) => side.order("auditor", id, "approve"), { code: "permission_denied" }],
    ["consent to what waits for none", (id) => side.order("approver", id, "approve"), { code: "conflict" }],
    ["a look at somebody else's", (id) => side.get("gateway", id), { code: "permission_denied" }],
  ];
  test.each(REFUSED)("is refused: %s", async (_name, ask, expected) => {
    const { id, token } = (await side.issue("issuer", COUNTED)) as { id: string; token: string };
    expect(await ask(id, token)).toEqual(expected);
  });

  test("is refused: a status that is none", async () => {
    expect(await side.list("auditor", { status: "lost" })).toEqual([{ code: "invalid_argument", fields: ["/status"] }]);
  });
});

test("over HTTP, fields that are not known are refused", async () => {
  expect(await http.issue("issuer", { ...WISH, admin: true })).toEqual({
    code: "invalid_argument",
    fields: ["/admin"],
  });
  expect(await over("issuer", "/v1/intents/int_1:revoke", { really: true })).toEqual({
    code: "invalid_argument",
    fields: [""],
  });
  expect(await over("issuer", "/v1/intents/int_1:bless", {})).toEqual({ code: "not_found" });
});
