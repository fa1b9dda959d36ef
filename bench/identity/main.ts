import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { calculateJwkThumbprint } from "jose";
import type { JsonObject } from "../../src/domain/json.ts";
import { comment, readFile } from "../../test/support/requests.ts";
import { dpopProof, newIssuer, newKey } from "../../test/support/tokens.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { median } from "../statistics.ts";
import { type Measured, measure } from "./measure.ts";

// What identity, intents and grants add to a decision: node bench/identity/main.ts [--rounds N] [--calls N] [--in-flight N]
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    calls: { type: "string", default: "3000" },
    "in-flight": { type: "string", default: "16" },
  },
});
const CALLS = Number(values.calls);
const IN_FLIGHT = Number(values["in-flight"]);

const ID = "agent-1";
const URI = "https://gateway.example/tools";
/** As readFile says it, and as an intent that somebody signed. */
const ALLOWS = [{ verb: "file.*", resource: "file:///repo/*" }];

/** Decisions with one kind of evidence. Evidence that counts once is made for each round. */
interface Contestant {
  readonly name: string;
  readonly writ: RunningWrit;
  readonly granted: boolean;
  request(): JsonObject | Promise<JsonObject>;
}

const folder = mkdtempSync(join(tmpdir(), "writ-bench-identity-"));
const agents = await newIssuer();
const jwks = join(folder, "jwks.json");
writeFileSync(jwks, JSON.stringify(agents.jwks()));
const started: RunningWrit[] = [];

async function start(algorithm: string): Promise<RunningWrit> {
  const corp = { profile: "oidc", issuer: agents.issuer, keys: { jwks_file: jwks }, audiences: ["writ"] };
  const writ = await startWrit({
    dataDir: join(folder, algorithm),
    env: {
      WRIT_LOG_LEVEL: "error",
      WRIT_WORKERS: "1",
      WRIT_TRUST: JSON.stringify({ issuers: { corp } }),
      WRIT_GRANTS_ALGORITHMS: `vault=${algorithm}`,
    },
  });
  started.push(writ);
  return writ;
}

async function post(writ: RunningWrit, path: string, body: JsonObject): Promise<JsonObject> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(writ.http + path, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as JsonObject;
}

async function contestants(es256: RunningWrit, rs256: RunningWrit): Promise<readonly Contestant[]> {
  const cached = await agents.mint();
  const key = await newKey();
  const bound = await agents.mint({ cnf: { jkt: await calculateJwkThumbprint(key.jwk) } });
  const proof = async () => ({
    token: await dpopProof(key, { method: "POST", uri: URI, token: bound, nowMs: Date.now() }),
    method: "POST",
    uri: URI,
  });
  const wish = { agent: ID, allows: ALLOWS, purpose: "answer the customer of order 123", on_behalf_of: "user:alice" };
  const { token: intent } = await post(es256, "/v1/intents", wish);
  const plain = (name: string, request: Contestant["request"]): Contestant => {
    return { name, writ: es256, granted: false, request };
  };
  const grant = (name: string, writ: RunningWrit): Contestant => {
    return { name, writ, granted: true, request: () => comment({ agent: { id: ID } }) };
  };
  return [
    plain("a vouched id", () => readFile({ agent: { id: ID } })),
    plain("a fresh token each", async () => readFile({ agent: { token: await agents.mint({ jti: randomUUID() }) } })),
    plain("a token that is known", () => readFile({ agent: { token: cached } })),
    plain("a known token and a signed intent", () =>
      readFile({ agent: { token: cached }, intent: { token: intent as string } }),
    ),
    plain("a known token and a DPoP proof each", async () =>
      readFile({ agent: { token: bound, proof: await proof() } }),
    ),
    plain("a vouched id, a write (dry run)", () => comment({ agent: { id: ID }, options: { dry_run: true } })),
    grant("the same write, with a grant in ES256", es256),
    grant("the same write, with a grant in RS256", rs256),
  ];
}

async function round(all: readonly Contestant[]): Promise<ReadonlyMap<string, Measured>> {
  const results = new Map<string, Measured>();
  for (const { name, writ, granted, request } of all) {
    const bodies: string[] = [];
    for (let call = 0; call < CALLS; call += 1) bodies.push(JSON.stringify(await request()));
    results.set(name, await measure(writ, bodies, IN_FLIGHT, granted));
  }
  return results;
}

try {
  const all = await contestants(await start("ES256"), await start("RS256"));
  // Compilers and connections warm up in a round that does not count.
  await round(all);
  const rounds: ReadonlyMap<string, Measured>[] = [];
  for (let at = 0; at < Number(values.rounds); at += 1) rounds.push(await round(all));
  console.log(`${CALLS} decisions, ${IN_FLIGHT} in flight over HTTP, one worker, median of ${rounds.length} rounds\n`);
  console.log("| a decision with | decisions/s | p50 ms | worker CPU µs | × | with PostgreSQL, CPU µs | × |");
  console.log("|---|--:|--:|--:|--:|--:|--:|");
  const of = (name: string, figure: keyof Measured) =>
    median(rounds.map((measured) => measured.get(name)?.[figure] ?? Number.NaN));
  const [base = ""] = all.map(({ name }) => name);
  for (const { name } of all) {
    const cells = [
      Math.round(of(name, "perS")).toLocaleString("en"),
      of(name, "p50Ms").toFixed(2),
      of(name, "workerUs").toFixed(0),
      (of(name, "workerUs") / of(base, "workerUs")).toFixed(2),
      of(name, "allUs").toFixed(0),
      (of(name, "allUs") / of(base, "allUs")).toFixed(2),
    ];
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
} finally {
  await Promise.all(started.map((writ) => writ.stop()));
  rmSync(folder, { recursive: true, force: true });
}
