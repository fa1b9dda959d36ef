import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { askAs, type IntentSettings, intentSettings, WISH } from "../../support/intent-service.ts";
import { comment } from "../../support/requests.ts";
import { newIssuer } from "../../support/tokens.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-intents-"));
let writ: RunningWrit;
let settings: IntentSettings;
beforeAll(async () => {
  settings = await intentSettings(dir);
  writ = await startWrit({ dataDir: dir, env: settings.env });
});
afterAll(async () => {
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const GOOD = { jti: "int_outside", tenant: "default", task: "tsk_outside", agent: "agent-1", allows: WISH.allows };
const TYPE = { typ: "intent+jwt" };

async function issued(): Promise<{ readonly id: string; readonly token: string }> {
  return (await askAs("issuer", writ.http, "/v1/intents", WISH)).body as never;
}

async function decide(token: string, more: object = {}) {
  const body = comment({ agent: { token: await settings.agents.mint() }, intent: { token }, ...more });
  const answer = (await askAs("gateway", writ.http, "/v1/decisions", body)).body;
  const [reason] = answer["reasons"] as readonly { readonly code: string }[];
  return {
    effect: answer["effect"],
    code: reason?.code,
    grant: answer["grant"] as { readonly token: string } | undefined,
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

test("an intent of a trusted issuer is taken", async () => {
  expect(await decide(await settings.outside.mint(GOOD, TYPE))).toMatchObject({
    effect: "allow",
    code: "intent_allows",
  });
});

const now = () => Math.floor(Date.now() / 1000);

const ATTACKS: readonly (readonly [string, () => Promise<string>, string])[] = [
  [
    "widened by hand",
    async () => {
      const { token } = await issued();
      const [header, , signature] = token.split(".");
      return `${header}.${encoded({ ...decodeJwt(token), allows: [{ verb: "ticket.*", max_tier: "privileged" }] })}.${signature}`;
    },
    "intent_token_invalid",
  ],
  [
    "with its signature taken off",
    async () => `${(await issued()).token.split(".").slice(0, 2).join(".")}.`,
    "intent_token_invalid",
  ],
  [
    "alg none",
    async () => `${encoded({ alg: "none", typ: "intent+jwt" })}.${encoded(decodeJwt((await issued()).token))}.`,
    "intent_token_algorithm_refused",
  ],
  [
    "signed by another who says that he is Writ",
    async () => (await newIssuer({ issuer: "https://writ.example" })).mint(decodeJwt((await issued()).token), TYPE),
    "intent_key_unknown",
  ],
  [
    "a grant",
    async () => {
      const { token } = await issued();
      return (await decide(token)).grant?.token ?? "";
    },
    "intent_token_type_mismatch",
  ],
  ["an agent's own token", () => settings.agents.mint(GOOD, TYPE), "intent_token_untrusted"],
  ["of another type", () => settings.outside.mint(GOOD, { typ: "JWT" }), "intent_token_type_mismatch"],
  [
    "for another audience",
    () => settings.outside.mint({ ...GOOD, aud: "elsewhere" }, TYPE),
    "intent_token_audience_mismatch",
  ],
  [
    "of another tenant",
    () => settings.outside.mint({ ...GOOD, tenant: "other" }, TYPE),
    "intent_token_tenant_mismatch",
  ],
  ["of no tenant", () => settings.outside.mint({ ...GOOD, tenant: undefined }, TYPE), "intent_token_invalid"],
  [
    "of another agent",
    () => settings.outside.mint({ ...GOOD, agent: ["agent-2", "agent-3"] }, TYPE),
    "intent_agent_mismatch",
  ],
  ["of no agent", () => settings.outside.mint({ ...GOOD, agent: [] }, TYPE), "intent_token_invalid"],
  [
    "of an agent that is no name",
    () => settings.outside.mint({ ...GOOD, agent: { id: "agent-1" } }, TYPE),
    "intent_token_invalid",
  ],
  ["that is over", () => settings.outside.mint({ ...GOOD, iat: now() - 60, exp: now() - 1 }, TYPE), "intent_expired"],
  [
    "that is long over",
    () => settings.outside.mint({ ...GOOD, iat: now() - 900, exp: now() - 600 }, TYPE),
    "intent_expired",
  ],
  [
    "that has not begun",
    () => settings.outside.mint({ ...GOOD, nbf: now() + 120 }, TYPE),
    "intent_token_not_yet_valid",
  ],
  ["that never ends", () => settings.outside.mint({ ...GOOD, exp: undefined }, TYPE), "intent_token_invalid"],
  [
    "with limits that are not known",
    () => settings.outside.mint({ ...GOOD, allows: [{ verb: "ticket.*", unless: "monday" }] }, TYPE),
    "intent_token_invalid",
  ],
  [
    "with a parent that its ancestors do not name",
    () => settings.outside.mint({ ...GOOD, parent: "int_1" }, TYPE),
    "intent_token_invalid",
  ],
  [
    "that was revoked",
    async () => {
      const { id, token } = await issued();
      await askAs("issuer", writ.http, `/v1/intents/${id}:revoke`, {});
      return token;
    },
    "intent_revoked",
  ],
  [
    "of a parent that was revoked, which an issuer still hands on",
    async () => {
      const { id } = await issued();
      await askAs("issuer", writ.http, `/v1/intents/${id}:revoke`, {});
      return settings.outside.mint({ ...GOOD, parent: id, ancestors: ["int_root", id] }, TYPE);
    },
    "intent_parent_revoked",
  ],
  [
    "of the id of one that waits for consent",
    async () => {
      const { body } = await askAs("issuer", writ.http, "/v1/intents", { ...WISH, consent: true });
      return settings.outside.mint({ ...GOOD, jti: body["id"] }, TYPE);
    },
    "intent_pending",
  ],
  [
    "of the id of one that was denied",
    async () => {
      const { body } = await askAs("issuer", writ.http, "/v1/intents", { ...WISH, consent: true });
      await askAs("approver", writ.http, `/v1/intents/${body["id"]}:deny`, {});
      return settings.outside.mint({ ...GOOD, jti: body["id"] }, TYPE);
    },
    "intent_revoked",
  ],
];

test.each(ATTACKS)("an intent is refused: %s", async (_, make, code) => {
  const token = await make();
  expect(token).not.toBe("");
  expect(await decide(token)).toMatchObject({ effect: "block", code });
});

test("claims are not taken of a caller that may not vouch", async () => {
  const body = comment({ agent: { token: await settings.agents.mint() } });
  const answer = (await askAs("gateway", writ.http, "/v1/decisions", body)).body;
  expect(answer).toMatchObject({ effect: "block", reasons: [{ code: "intent_unverified" }] });
});

test("a child of a revoked parent is not derived", async () => {
  const { id, token } = await issued();
  const child = (await askAs("gateway", writ.http, `/v1/intents/${id}:derive`, { token })).body as {
    id: string;
    token: string;
  };
  await askAs("issuer", writ.http, `/v1/intents/${id}:revoke`, {});
  for (const parent of [{ id, token }, child]) {
    const { status, body } = await askAs("gateway", writ.http, `/v1/intents/${parent.id}:derive`, {
      token: parent.token,
    });
    expect({ status, code: body["code"] }).toEqual({ status: 409, code: "conflict" });
  }
});

test("no intent's token was logged", async () => {
  const { token } = await issued();
  await decide(token);
  await decide(`${token}x`);
  expect(writ.output()).not.toContain(token.split(".")[1]);
});
