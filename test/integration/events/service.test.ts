import { execFile } from "node:child_process";
import { hash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase } from "../../support/database.ts";
import { eventReceiver, hang } from "../../support/event-receiver.ts";
import { killTree } from "../../support/kill.ts";
import { connectTo } from "../../support/records.ts";
import { comment } from "../../support/requests.ts";
import { dataDir, post } from "../../support/writ.ts";

const ISSUER = "https://writ.example";

let env: Record<string, string>;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  env = {
    DATABASE_URL: database.url,
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WRIT_GRANTS_ISSUER: ISSUER,
    WRIT_WORKERS: "1",
  };
});

async function replica(more: Record<string, string> = {}): Promise<RunningWrit> {
  const writ = await startWrit({ dataDir: dataDir(), env: { ...env, ...more }, detached: true });
  onTestFinished(async () => {
    await writ.stop();
  });
  return writ;
}

async function grant({ http }: RunningWrit, task: string): Promise<{ readonly id: string; readonly kid: string }> {
  const asked = comment() as { intent: { claims: object } };
  const { body } = await post(http, "/v1/decisions", {
    ...asked,
    intent: { claims: { ...asked.intent.claims, task } },
  });
  const { id, token } = body["grant"] as { id: string; token: string };
  const { kid } = JSON.parse(Buffer.from(token.split(".", 1)[0] as string, "base64url").toString());
  return { id, kid };
}

/** What an offline verifier does. */
async function listed({ http }: RunningWrit): Promise<readonly string[]> {
  const response = await fetch(`${http}/.well-known/writ-revocations`);
  expect(response.headers.get("content-type")).toBe("application/writ-revocations+jwt");
  const jwks = createRemoteJWKSet(new URL(`${http}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(await response.text(), jwks, {
    issuer: ISSUER,
    audience: "writ-revocations",
    typ: "writ-revocations+jwt",
    requiredClaims: ["exp", "iat"],
  });
  return (payload["revoked"] as { jti: string }[]).map(({ jti }) => jti);
}

const keysOf = async ({ http }: RunningWrit) =>
  ((await (await fetch(`${http}/v1/keys`)).json()) as { keys: { kid: string; state: string; purpose: string }[] }).keys;

const published = async ({ http }: RunningWrit) =>
  ((await (await fetch(`${http}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] }).keys.map(
    ({ kid }) => kid,
  );

test("a process has one connection that listens for each purpose, so that each event has one sender", async () => {
  await replica();
  const client = await connectTo(env["DATABASE_URL"] as string);
  const { rows } = await client.query(
    `select application_name as name, count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name like 'writ %listener' group by 1 order by 1`,
  );
  const names = ["writ bundle listener", "writ events listener", "writ listener"];
  expect(rows).toEqual(names.map((name) => ({ name, count: 1 })));
});

test("three processes know within a second what one of them has revoked: a task's grants, and a key with all that it signed", async () => {
  const first = await replica();
  const replicas = [first, ...(await Promise.all([replica(), replica()]))];
  const [one, two] = [await grant(first, "tsk_a"), await grant(replicas[1] as RunningWrit, "tsk_b")];
  const begun = performance.now();
  expect((await post(first.http, "/v1/tasks/tsk_a:complete", {})).body).toMatchObject({ grants_revoked: 1 });
  for (const writ of replicas)
    await expect.poll(() => listed(writ), { timeout: 1_000, interval: 20 }).toEqual([one.id]);
  expect(performance.now() - begun).toBeLessThan(1_500);

  expect(one.kid).toBe(two.kid);
  expect((await post(first.http, `/v1/keys/${one.kid}:revoke`, {})).body).toMatchObject({
    grants_revoked: 1,
    replaced: true,
  });
  for (const writ of replicas) {
    await expect.poll(() => published(writ), { timeout: 1_000, interval: 20 }).not.toContain(one.kid);
    await expect.poll(() => listed(writ), { timeout: 1_000, interval: 20 }).toEqual([one.id, two.id].sort());
  }
  const kids = await Promise.all(replicas.map((writ, n) => grant(writ, `tsk_${n}`).then(({ kid }) => kid)));
  expect(new Set(kids).size).toBe(1);
  expect(kids).not.toContain(one.kid);
});

test("a list that has not changed is not sent again", async () => {
  const writ = await replica();
  const url = `${writ.http}/.well-known/writ-revocations`;
  const etag = (await fetch(url)).headers.get("etag") ?? "";
  for (const write of [
    (tag: string) => tag,
    (tag: string) => `"other", ${tag}`,
    (tag: string) => tag.slice(2),
    () => "*",
  ]) {
    // Each time anew: a list is as good for a minute, which may end here.
    const present = (await fetch(url)).headers.get("etag") ?? "";
    const again = await fetch(url, { headers: { "if-none-match": write(present) } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", present]);
  }
  const { id } = await grant(writ, "tsk_a");
  await post(writ.http, "/v1/tasks/tsk_a:complete", {});
  await expect.poll(() => listed(writ), { timeout: 1_000 }).toEqual([id]);
  const changed = await fetch(url, { headers: { "if-none-match": etag } });
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(etag);
  expect(changed.headers.get("cache-control")).toBe("public, max-age=5");
});

test("a rotation is published on every replica before it signs on any, and a task in between notices nothing", async () => {
  env["WRIT_GRANTS_KEY_OVERLAP_S"] = "2";
  const first = await replica();
  const replicas = [first, await replica()];
  const { kid: old } = await grant(first, "tsk_a");
  expect((await post(first.http, "/v1/keys:rotate", { purposes: ["grant"] })).body).toMatchObject({ rotated: true });
  const next = (await keysOf(first)).filter(({ state }) => state === "published").map(({ kid }) => kid);
  expect(next).toHaveLength(2);
  for (const writ of replicas) {
    await expect.poll(() => published(writ), { timeout: 1_000, interval: 20 }).toEqual(expect.arrayContaining(next));
    expect((await grant(writ, "tsk_a")).kid).toBe(old);
  }
  for (const writ of replicas) {
    await expect.poll(async () => (await grant(writ, "tsk_a")).kid, { timeout: 5_000 }).not.toBe(old);
    expect(next).toContain((await grant(writ, "tsk_a")).kid);
    expect(await published(writ)).toContain(old);
  }
});

test.each(["auditor", "gateway"] as const)("%s is no admin and changes no key", async (caller) => {
  const callers = {
    auditor: { roles: ["auditor"], token_sha256: hash("sha256", "one", "hex") },
    gateway: { roles: ["decide"], token_sha256: hash("sha256", "two", "hex") },
  };
  const writ = await replica({ WRIT_CALLERS: JSON.stringify(callers) });
  const ask = (path: string, method = "POST") =>
    fetch(writ.http + path, { method, headers: { authorization: `Bearer ${caller === "auditor" ? "one" : "two"}` } });
  for (const path of ["/v1/keys:rotate", "/v1/keys:rewrap", `/v1/keys/${"a".repeat(43)}:revoke`]) {
    const response = await ask(path);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, "permission_denied"]);
  }
  expect((await ask("/v1/keys", "GET")).status).toBe(caller === "auditor" ? 200 : 403);
  expect((await ask("/v1/events", "GET")).status).toBe(caller === "auditor" ? 200 : 403);
});

/** The command line, with what it printed. */
async function writCommand(args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const main = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr }),
    );
  });
}

test("the command line shows and changes keys, for who has the role", async () => {
  const secrets = { admin: "admin_secret", auditor: "auditor_secret" };
  const dir = dataDir();
  const callers = Object.fromEntries(
    Object.entries(secrets).map(([role, secret]) => {
      writeFileSync(join(dir, role), `${secret}\n`);
      return [role, { roles: [role], token_sha256: hash("sha256", secret, "hex") }];
    }),
  );
  const writ = await replica({ WRIT_CALLERS: JSON.stringify(callers) });
  const as = (role: keyof typeof secrets, ...args: string[]) =>
    writCommand([...args, "--url", writ.http, "--token-file", join(dir, role)]);
  expect((await as("auditor", "keys", "list")).out.split("\n").filter((line) => /^active/.test(line))).toHaveLength(4);
  expect(await as("auditor", "keys", "rotate")).toEqual({
    code: 1,
    out: expect.stringContaining("takes the role admin"),
  });
  expect((await as("admin", "keys", "rotate", "--purpose", "event")).out).toMatch(/^rotated\n\n/);
  expect((await as("admin", "keys", "rotate", "--purpose", "event")).out).toMatch(/^a rotation is under way already/);
  expect((await as("admin", "keys", "rotate", "--now", "--purpose", "event")).out).toMatch(
    /^rotated\nwarning: verifiers/,
  );
  const kid = (await keysOf(writ)).find(({ purpose, state }) => purpose === "grant" && state === "active")?.kid ?? "";
  const revoked = await writCommand([
    ...["keys", "revoke", "--url", writ.http, "--token-file", join(dir, "admin"), "--", kid],
  ]);
  expect(revoked.out).toMatch(/^revoked, and 0 living grants with it; another key signs now/);
  expect((await as("admin", "keys", "rewrap")).out).toBe("sealed again: 0 keys\n");
  expect((await as("auditor", "events", "list")).out).toBe("no subscribers\n");
  expect(await as("admin", "keys", "revoke", "unknown")).toEqual({
    code: 1,
    out: expect.stringContaining("no signing key"),
  });
});

test("an event that was under way when Writ was killed is delivered after the restart, as the same event", async () => {
  const receiver = await eventReceiver();
  receiver.answers.push(hang);
  const subscribers = { siem: { url: receiver.url, audience: "siem", events: ["task_completed"] } };
  const more = { WRIT_EVENTS_SUBSCRIBERS: JSON.stringify(subscribers) };
  const first = await replica(more);
  const { id } = await grant(first, "tsk_a");
  await post(first.http, "/v1/tasks/tsk_a:complete", {});
  await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(1);
  await killTree(first.process, false);

  const second = await replica(more);
  // The lease of the dead has to run out.
  await expect.poll(() => receiver.received.length, { timeout: 25_000 }).toBe(2);
  const [before, after] = receiver.received;
  expect(after?.claims.jti).toBe(before?.claims.jti);
  expect(Object.values(after?.claims.events ?? {})[0]?.writ).toMatchObject({ grant: id, reason: "task_completed" });
  const jwks = createRemoteJWKSet(new URL(`${second.http}/.well-known/jwks.json`));
  await jwtVerify(after?.token ?? "", jwks, { issuer: ISSUER, audience: "siem", typ: "secevent+jwt" });
  await expect
    .poll(
      async () => ((await (await fetch(`${second.http}/v1/events`)).json()) as { subscribers: unknown[] }).subscribers,
      {
        timeout: 3_000,
      },
    )
    .toEqual([{ name: "siem", pending: 0, oldest_s: 0, dead: 0, problem: "" }]);
  await expect
    .poll(async () => (await fetch(`${second.http}/metrics`)).text(), { timeout: 3_000 })
    .toMatch(/^writ_events_delivered_total\{[^}]*subscriber="siem"[^}]*\} 1$/m);
});
