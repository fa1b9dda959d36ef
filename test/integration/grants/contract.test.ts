import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as proto from "../../../src/gen/writ/v1/grant_pb.ts";
import { grpcClient } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { ask, grantSettings } from "../../support/grant-service.ts";
import { reasonOf } from "../../support/grpc-reason.ts";
import { comment } from "../../support/requests.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-grants-"));
let writ: RunningWrit;
let grpc: ReturnType<typeof grpcClient>;
beforeAll(async () => {
  writ = await startWrit({ dataDir: dir, env: (await grantSettings(dir)).env });
  grpc = grpcClient(writ.grpc);
});
afterAll(async () => {
  grpc?.close();
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

interface Grant {
  readonly id: string;
  readonly token: string;
}

async function granted(body = comment()): Promise<Grant> {
  return (await ask(writ.http, "/v1/decisions", body)).body["grant"] as Grant;
}

/** One operation over both transports: what it answered, or its code and reason. */
interface Side {
  redeem(grant: Grant, more?: object): Promise<Record<string, unknown>>;
  revoke(id: string): Promise<Record<string, unknown>>;
  introspect(token: string): Promise<boolean>;
  state(id: string): Promise<unknown>;
}

const http: Side = {
  redeem: async ({ id, token }, more = {}) => {
    const { status, body } = await ask(writ.http, `/v1/grants/${id}:redeem`, { token, ...more }, "broker-a");
    return status === 200 ? body : { code: body["code"], reason: body["reason"] };
  },
  revoke: async (id) => (await ask(writ.http, `/v1/grants/${id}:revoke`, {})).body,
  introspect: async (token) => {
    const response = await fetch(`${writ.http}/oauth2/introspect`, {
      method: "POST",
      body: new URLSearchParams({ token }),
    });
    return ((await response.json()) as { active: boolean }).active;
  },
  state: async (id) => (await ask(writ.http, `/v1/grants/${id}`)).body["state"],
};

const CODES: Readonly<Record<number, string>> = { 3: "invalid_argument", 6: "conflict", 7: "permission_denied" };

const overGrpc: Side = {
  redeem: async ({ id, token }, more = {}) => {
    const { action_digest: actionDigest = "", secret_ref: secretRef = "" } = more as Record<string, string>;
    const message = { grantId: id, token, actionDigest, secretRef };
    const answer = await grpc
      .call("/writ.v1.GrantService/Redeem", proto.RedeemRequestSchema, message, proto.RedeemResponseSchema)
      .catch((error: ServiceError) => error);
    if (answer instanceof Error) return { code: CODES[answer.code], reason: reasonOf(answer) };
    return {
      grant_id: answer.grantId,
      audience: answer.audience,
      kind: answer.kind,
      role: answer.role,
      mount: answer.mount,
      scopes: answer.scopes,
      credential_ttl_s: Number(answer.credentialTtlS),
      action: {
        verb: answer.action?.verb,
        resource: { type: answer.action?.resource?.type, uri: answer.action?.resource?.uri },
        destinations: [],
        digest: answer.action?.digest,
      },
    };
  },
  revoke: async (grantId) => {
    const { revoked } = await grpc.call(
      "/writ.v1.GrantService/Revoke",
      proto.GrantServiceRevokeRequestSchema,
      { grantId },
      proto.GrantServiceRevokeResponseSchema,
    );
    return { grant_id: grantId, revoked };
  },
  introspect: async (token) => {
    const { active, claimsJson } = await grpc.call(
      "/writ.v1.GrantService/Introspect",
      proto.IntrospectRequestSchema,
      { token },
      proto.IntrospectResponseSchema,
    );
    expect(claimsJson.length > 0).toBe(active);
    return active;
  },
  state: async (grantId) => {
    const { state } = await grpc.call(
      "/writ.v1.GrantService/Get",
      proto.GrantServiceGetRequestSchema,
      { grantId },
      proto.GrantServiceGetResponseSchema,
    );
    return state;
  },
};

describe.each([
  ["HTTP", http],
  ["gRPC", overGrpc],
] as const)("over %s", (name, side) => {
  test("a grant is alive, is taken once, and is dead", async () => {
    const grant = await granted();
    expect(await side.introspect(grant.token)).toBe(true);
    expect(await side.redeem(grant, { secret_ref: "kv/data/github" })).toMatchObject({
      grant_id: grant.id,
      audience: "bao",
      kind: "openbao",
      role: "tickets",
      mount: "writ",
      scopes: ["ticket.write"],
      credential_ttl_s: 600,
      action: { verb: "ticket.write", resource: { uri: "https://github.com/acme/shop" }, destinations: [] },
    });
    expect(await side.redeem(grant)).toEqual({ code: "conflict", reason: "grant_used" });
    expect(await side.introspect(grant.token)).toBe(false);
    expect(await side.state(grant.id)).toBe("used");
  });

  test("is revoked", async () => {
    const grant = await granted();
    expect(await side.revoke(grant.id)).toEqual({ grant_id: grant.id, revoked: true });
    expect(await side.revoke(grant.id)).toEqual({ grant_id: grant.id, revoked: false });
    expect(await side.redeem(grant)).toEqual({ code: "conflict", reason: "grant_revoked" });
    expect(await side.state(grant.id)).toBe("revoked");
  });

  test("is refused with its reason", async () => {
    const grant = await granted();
    const other = `sha256:${"0".repeat(64)}`;
    expect(await side.redeem({ ...grant, token: "hello" })).toEqual({
      code: "permission_denied",
      reason: "token_invalid",
    });
    expect(await side.redeem(grant, { action_digest: other })).toEqual({
      code: "permission_denied",
      reason: "action_mismatch",
    });
    expect(await side.redeem(grant, { secret_ref: "two words" })).toEqual({
      code: "invalid_argument",
      reason: undefined,
    });
    const task = `tsk_${name}`;
    const body = comment();
    const claims = { ...(body["intent"] as { claims: object }).claims, task };
    const ended = await granted({ ...body, intent: { claims } });
    await ask(writ.http, `/v1/tasks/${task}:complete`, {});
    expect(await side.redeem(ended)).toEqual({ code: "conflict", reason: "task_completed" });
  });
});

test("grants are listed by what they are and what they came to", async () => {
  const { id } = await granted();
  const list = async (query: string) =>
    (await ask(writ.http, `/v1/grants?${query}`, undefined, "auditor")).body as {
      grants: { id: string }[];
      next_page_token: string;
    };
  const all = await list("audience=bao&page_size=500");
  expect(all.grants[0]).toMatchObject({ id, state: "alive", kind: "openbao", template: "vault", single_use: true });
  const paged: string[] = [];
  for (let token = ""; ; ) {
    const page = await list(`audience=bao&page_size=2${token === "" ? "" : `&page_token=${token}`}`);
    paged.push(...page.grants.map((grant) => grant.id));
    token = page.next_page_token;
    if (token === "") break;
  }
  expect(paged).toEqual(all.grants.map((grant) => grant.id));
  const states = await Promise.all(
    ["alive", "used", "revoked", "expired"].map((state) => list(`state=${state}&page_size=500`)),
  );
  expect(states.flatMap(({ grants }) => grants).length).toBe((await list("page_size=500")).grants.length);
  expect((await list("agent=nobody")).grants).toEqual([]);
  expect((await ask(writ.http, "/v1/grants?state=odd", undefined, "auditor")).status).toBe(400);
  expect((await ask(writ.http, "/v1/grants", undefined, "gateway")).status).toBe(403);
});

test("a long-lived key is named, marked and counted", async () => {
  const claims = {
    task: "tsk_ftp",
    on_behalf_of: "user:alice",
    allows: [{ verb: "net.upload", destinations: ["https://ftp.example.com/in"] }],
  };
  const action = {
    verb: "net.upload",
    tool: { server: "ftp", name: "put", known: true },
    destinations: [{ kind: "url", value: "https://ftp.example.com/in" }],
  };
  const { body } = await ask(writ.http, "/v1/decisions", { agent: { id: "agent:test" }, intent: { claims }, action });
  const grant = body["grant"] as Grant;
  expect(grant).toMatchObject({ audience: "old-ftp", kind: "legacy", legacy: true });
  const claimsOf = JSON.parse(Buffer.from(grant.token.split(".")[1] as string, "base64url").toString());
  expect(claimsOf).toMatchObject({ aud: "old-ftp", reference: "kv/legacy/ftp" });
  expect((await ask(writ.http, `/v1/grants/${grant.id}:redeem`, { token: grant.token }, "old")).body).toMatchObject({
    legacy: true,
    reference: "kv/legacy/ftp",
  });
  const uses = (await ask(writ.http, "/v1/grants:legacy?days=1", undefined, "auditor")).body;
  expect(uses).toMatchObject({
    references: [{ reference: "kv/legacy/ftp", audience: "old-ftp", grants: 1, redemptions: 1, agents: 1 }],
  });
  const metrics = await (await fetch(`${writ.http}/metrics`)).text();
  expect(metrics).toMatch(/^writ_grants_legacy_total 1$/m);
});
