import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { OPA } from "../../support/bundles.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { connectTo } from "../../support/records.ts";
import { comment } from "../../support/requests.ts";
import { post } from "../../support/writ.ts";
import { type AgentClient, httpAgents } from "./clients.ts";

const MAIN = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));
const REPLICAS = 3;
/** Callers of each replica that ask without a pause. */
const CALLERS = 3;
/** What all replicas are to have followed by then. */
const WITHIN_MS = 1_000;

const DECLARED = `
agent:declared: { status: active, owner: team-payments }
agent:ceiling: { status: active, owner: team-payments, verbs: [order.read] }
`;

let dir: string;
let database: TestDatabase;
let replicas: readonly RunningWrit[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "writ-agents-"));
  const policy = join(dir, "policy");
  mkdirSync(join(policy, "agents"), { recursive: true });
  writeFileSync(join(policy, "policy.yaml"), "extends: default\n");
  writeFileSync(join(policy, "agents", "data.yaml"), DECLARED);
  const bundle = join(dir, "bundle.tar.gz");
  execFileSync(process.execPath, [MAIN, "policy", "build", policy, "-o", bundle], { env: { ...process.env, OPA } });
  database = await createDatabase();
  const env = {
    DATABASE_URL: database.url,
    WRIT_BUNDLE_SOURCE: bundle,
    WRIT_WORKERS: "1",
    // Replicas share their signing keys.
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    OPA,
  };
  const names = Array.from({ length: REPLICAS }, (_, index) => join(dir, `replica-${index}`));
  // One after the other: the first one prepares the database.
  for (const dataDir of names) replicas = [...replicas, await startWrit({ dataDir, env })];
}, 180_000);
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await database.drop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const admin = (index = 0): AgentClient => httpAgents(at(index).http);

function at(index: number): RunningWrit {
  return replicas[index] as RunningWrit;
}

async function ordered(id: string, order: "suspend" | "resume" | "retire", index = 0): Promise<Json> {
  const said = await admin(index).order(id, order, { reason: "a test" });
  if ("refused" in said) throw new Error(said.refused.code);
  return said.answer;
}

async function decide({ http }: RunningWrit, id: string): Promise<{ effect: string; code: string }> {
  const { body } = await post(http, "/v1/decisions", comment({ agent: { id } }));
  const [first] = body["reasons"] as readonly { readonly code: string }[];
  return { effect: String(body["effect"]), code: first?.code ?? "" };
}

async function everywhere(id: string): Promise<readonly string[]> {
  const answers = await Promise.all(replicas.map((replica) => decide(replica, id)));
  return answers.map(({ effect, code }) => (effect === "block" ? code : effect));
}

const all = (word: string) => Array.from({ length: REPLICAS }, () => word);

async function soon(id: string, word: string): Promise<void> {
  await expect.poll(() => everywhere(id), { timeout: WITHIN_MS, interval: 20 }).toEqual(all(word));
}

describe("on every replica", () => {
  test("the next decision of an agent that was suspended under load is a block, and its grants are dead", async () => {
    const id = "agent:busy";
    expect(await everywhere(id)).toEqual(all("allow"));
    let stopping = false;
    const asked: { readonly began: number; readonly effect: string; readonly code: string }[] = [];
    const loops = replicas.flatMap((replica) =>
      Array.from({ length: CALLERS }, async () => {
        while (!stopping) {
          const began = performance.now();
          asked.push({ began, ...(await decide(replica, id)) });
        }
      }),
    );
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(100);
    const { grants_revoked } = await ordered(id, "suspend");
    const suspended = performance.now();
    await expect.poll(() => performance.now() - suspended, { timeout: 5_000 }).toBeGreaterThan(2 * WITHIN_MS);
    stopping = true;
    await Promise.all(loops);
    expect(grants_revoked).toBeGreaterThan(0);
    const late = asked.filter(({ began }) => began > suspended + WITHIN_MS);
    expect(late.length).toBeGreaterThan(REPLICAS);
    expect(new Set(late.map(({ effect, code }) => `${effect} ${code}`))).toEqual(new Set(["block agent_suspended"]));
    const client = await connectTo(database.url);
    const alive = async () => {
      const { rows } = await client.query<{ alive: number }>(
        `select count(*)::int as alive from writ.grants g where agent = $1
           and not exists (select 1 from writ.revocations r where r.tenant = g.tenant and r.grant_id = g.id)`,
        [id],
      );
      return rows[0]?.alive;
    };
    await expect.poll(alive, { timeout: 5_000 }).toBe(0);
    await ordered(id, "resume", 1);
    await soon(id, "allow");
  });

  test("an agent that only the bundle declares is stopped and let go on", async () => {
    const id = "agent:declared";
    expect(await everywhere(id)).toEqual(all("allow"));
    expect(await ordered(id, "suspend", 2)).toMatchObject({ source: "bundle", status: "suspended" });
    await soon(id, "agent_suspended");
    await ordered(id, "resume", 1);
    await soon(id, "allow");
    await ordered(id, "retire");
    await soon(id, "agent_retired");
    const listed = await admin(1).list({ status: "retired" });
    expect(listed).toMatchObject({ answer: { agents: [{ id, source: "bundle", owner: "team-payments" }] } });
  });

  test("what is registered is a ceiling for intents at once", async () => {
    const id = "agent:registered";
    await admin().register({ id, owner: "team-payments", verbs: ["order.read"] });
    await soon(id, "verb_not_registered");
    await admin(1).update(id, { owner: "team-payments", verbs: ["ticket.*"], max_tier: "read_only" });
    await soon(id, "tier_over_registration");
    await admin(2).update(id, { owner: "team-payments" });
    await soon(id, "allow");
    await admin(2).update(id, {});
    await soon(id, "warn");
  });

  test("the bundle's ceilings hold until the API says otherwise", async () => {
    const id = "agent:ceiling";
    expect(await everywhere(id)).toEqual(all("verb_not_registered"));
    await admin().register({ id, owner: "team-payments", verbs: ["ticket.*"] });
    await soon(id, "allow");
  });

  test("an order is heard although all listeners were just lost", async () => {
    const id = "agent:unheard";
    expect(await everywhere(id)).toEqual(all("allow"));
    const client = await connectTo(database.url);
    const lost = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'writ listener' and datname = current_database()`,
    );
    expect(lost.rowCount).toBeGreaterThanOrEqual(REPLICAS);
    await ordered(id, "suspend");
    await soon(id, "agent_suspended");
  });
});
