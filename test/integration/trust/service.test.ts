import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { readFile } from "../../support/requests.ts";
import {
  dpopProof,
  newIssuer,
  newKey,
  type ServedIssuer,
  serve,
  serveIssuer,
  type TestIssuer,
  type TestKey,
  type TestServer,
} from "../../support/tokens.ts";
import { post } from "../../support/writ.ts";

const URI = "https://gateway.example/tools";

let key: TestKey;
let corp: ServedIssuer;
let issuer: TestIssuer;
let silent: TestServer;
let database: TestDatabase;
let writ: RunningWrit;
let dir: string;

beforeAll(async () => {
  key = await newKey();
  corp = await serveIssuer([key.jwk]);
  issuer = await newIssuer({ issuer: corp.issuer, key });
  silent = await serve(() => {});
  database = await createDatabase();
  const common = { profile: "oidc", keys: { discovery: true }, audiences: ["writ"] };
  const issuers = {
    corp: { ...common, issuer: corp.issuer, agent_id: { prefix: "corp:" }, delegation: true },
    silent: { ...common, issuer: silent.url },
  };
  const env = { DATABASE_URL: database.url, WRIT_WORKERS: "2", WRIT_TRUST: JSON.stringify({ issuers }) };
  dir = mkdtempSync(join(tmpdir(), "writ-trust-"));
  writ = await startWrit({ dataDir: dir, env });
});
afterAll(async () => {
  await writ?.stop();
  await Promise.all([database?.drop(), corp?.close(), silent?.close()]);
  rmSync(dir, { recursive: true, force: true });
});

async function decided(agent: JsonObject): Promise<JsonObject> {
  return (await post(writ.http, "/v1/decisions", readFile({ agent }))).body as JsonObject;
}

const codeOf = ({ reasons }: JsonObject) => (reasons as { code: string }[])[0]?.code;

async function proofOf(token: string, by: TestKey): Promise<JsonObject> {
  const about = { method: "POST", uri: URI, token, nowMs: Date.now() };
  return { token: await dpopProof(by, about), method: "POST", uri: URI };
}

test("an agent is who its token says, for whom it says, and the token is kept nowhere", async () => {
  const token = await issuer.mint({ sub: "alice", act: { sub: "planner" } });
  const answer = await decided({ token });
  const record = await (await fetch(`${writ.http}/v1/decisions/${answer["decision_id"]}`)).text();
  expect(record).toContain("corp:planner");
  expect(record).toContain("corp:alice");
  for (const part of token.split(".")) {
    expect(record).not.toContain(part);
    expect(JSON.stringify(answer)).not.toContain(part);
    expect(writ.output()).not.toContain(part);
  }
});

test("of both workers that are shown one proof at once, one takes it", async () => {
  const token = await issuer.mint({ jti: "replayed" });
  const agent = { token, proof: await proofOf(token, await newKey()) };
  const answers = await Promise.all(Array.from({ length: 16 }, () => decided(agent)));
  const replayed = answers.filter((answer) => codeOf(answer) === "agent_proof_replayed");
  expect(replayed).toHaveLength(15);
});

test("a token that another key has shown is not shared", async () => {
  const token = await issuer.mint({ jti: "shared" });
  const [one, other] = await Promise.all([newKey(), newKey()]);
  const codes = [];
  for (const by of [one, one, other]) codes.push(codeOf(await decided({ token, proof: await proofOf(token, by) })));
  expect(codes[2]).toBe("agent_token_shared");
  expect(codes.slice(0, 2)).not.toContain("agent_token_shared");
});

test("a rotation is seen within seconds, and a token of the old key counts no more when it is gone", async () => {
  const old = await issuer.mint({ jti: "old" });
  const next = await newKey();
  const rotated = await newIssuer({ issuer: corp.issuer, key: next });
  corp.publish([next.jwk]);
  const begun = performance.now();
  await eventually(
    async () => (codeOf(await decided({ token: await rotated.mint() })) === "agent_key_unknown" ? undefined : true),
    "the next key",
  );
  expect(performance.now() - begun).toBeLessThan(5_000);
  await eventually(
    async () => (codeOf(await decided({ token: old })) === "agent_key_unknown" ? true : undefined),
    "the end of the old key",
  );
});

test("an issuer that says nothing delays no decision", async () => {
  const token = await (await newIssuer({ issuer: silent.url })).mint();
  const tookMs: number[] = [];
  for (let call = 0; call < 20; call += 1) {
    const begun = performance.now();
    expect(codeOf(await decided({ token }))).toBe("agent_key_unavailable");
    tookMs.push(performance.now() - begun);
  }
  // A look at the issuer takes the 5 s of its limit.
  expect(Math.max(...tookMs)).toBeLessThan(2_500);
});
