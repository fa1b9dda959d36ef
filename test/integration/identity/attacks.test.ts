import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { median } from "../../../bench/statistics.ts";
import type { JsonValue } from "../../../src/domain/json.ts";
import { everyRow } from "../../support/database.ts";
import { type AttackClient, type Outcome, overGrpc, overHttp } from "./attack-clients.ts";
import { ATTACK_ROWS, type AttackRow, isFor } from "./attack-rows.ts";
import { AGENT_TRUSTS } from "./attack-rows-agents.ts";
import { type AttackWorld, attackWorld } from "./attack-world.ts";
import { GOOD_ROWS } from "./good-rows.ts";

/** Nobody waits for an attack for so long, nor does the one worker's next caller. */
const STALL_MS = 1000;

let world: AttackWorld;
let clients: Readonly<Record<string, AttackClient>>;
beforeAll(async () => {
  world = await attackWorld(AGENT_TRUSTS);
  clients = { HTTP: overHttp(world.writ), gRPC: overGrpc(world.writ) };
});
afterAll(() => world?.stop());

/** Of every token, proof and certificate that was shown: the part that nobody can guess. */
const shown = new Set<string>();
/** By row and protocol, how long it took at best. */
const took = new Map<string, number>();
const goodMs: number[] = [];

function note(value: JsonValue | undefined): void {
  if (typeof value === "string") {
    const [, , signature = ""] = value.split(".");
    const [, , line = ""] = value.startsWith("-----BEGIN") ? value.split("\n") : [];
    for (const text of [signature, line]) if (text.length >= 32) shown.add(text);
  } else if (typeof value === "object" && value !== null) Object.values(value).forEach(note);
}

async function attempt(
  client: AttackClient,
  row: AttackRow,
): Promise<{ readonly outcome: Outcome; readonly ms: number }> {
  const operation = row.operation ?? "decide";
  const request = await row.request(world);
  const credential = (await row.credential?.(world)) ?? world.secrets[row.as ?? "gateway"];
  note(request);
  note(credential);
  if (row.replayed === true) await client.ask(operation, credential, request);
  const begun = performance.now();
  const outcome = await client.ask(operation, credential, request);
  return { outcome, ms: performance.now() - begun };
}

test("no two rows have one name", () => {
  expect(new Set(ATTACK_ROWS.map(({ name }) => name)).size).toBe(ATTACK_ROWS.length);
});

describe.each(["HTTP", "gRPC"])("over %s", (protocol) => {
  const rows = ATTACK_ROWS.filter((row) => isFor(row, { protocol }));

  test.each(rows)("$name: $effect $code", async (row) => {
    const client = clients[protocol] as AttackClient;
    const tried = [await attempt(client, row)];
    // What the attack makes slow is slow again; what the machine did meanwhile is not.
    if (tried.some(({ ms }) => ms > STALL_MS)) tried.push(await attempt(client, row));
    took.set(`${row.name} over ${protocol}`, Math.min(...tried.map(({ ms }) => ms)));
    for (const { outcome } of tried) expect(outcome).toEqual({ effect: row.effect, code: row.code });
  });

  test.each(GOOD_ROWS.filter((row) => isFor(row, { protocol })))("$name: $effect", async (row) => {
    const client = clients[protocol] as AttackClient;
    for (let call = 0; call < 3; call += 1) {
      const { outcome, ms } = await attempt(client, row);
      expect(outcome).toEqual({ effect: row.effect, code: row.code });
      goodMs.push(ms);
    }
  });
});

describe("afterwards", () => {
  test("none took long", async () => {
    const [worst] = [...took].sort(([, one], [, other]) => other - one);
    const [name, ms] = worst as [string, number];
    expect(ms, `${name}, beside ${median(goodMs).toFixed(1)} ms of a good call`).toBeLessThan(STALL_MS);
  });

  test("none is in a log or a metric", async () => {
    const { text } = await world.must("admin", "/metrics");
    expect(shown.size).toBeGreaterThan(took.size);
    for (const said of [world.writ.output(), String(text)]) expect(found(said)).toEqual([]);
  });

  test("none is in a table", async () => {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    const rows = await everyRow(client).finally(() => client.end());
    expect(rows.length).toBeGreaterThan(took.size);
    expect(found(rows.join("\n"))).toEqual([]);
  });
});

/** What was shown, and anything else that looks like a JWT. */
function found(text: string): string[] {
  const jwts = text.match(/eyJ[\w-]{8,}\.eyJ[\w-]{8,}/g) ?? [];
  return [...jwts, ...[...shown].filter((secret) => text.includes(secret))];
}
