import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { median, quantile } from "../statistics.ts";

// What a grant costs a decision, and how fast grants are redeemed. Usage: node bench/grants/main.ts [--rounds N] [--calls N] [--in-flight N]
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    calls: { type: "string", default: "1500" },
    "in-flight": { type: "string", default: "16" },
    main: { type: "string" },
  },
});
const CALLS = Number(values.calls);
const IN_FLIGHT = Number(values["in-flight"]);

const SECRETS = { answered: "bench-answer", exchanged: "bench-exchange" };
const CALLERS = {
  answered: { roles: ["decide"], vouches: true, token_sha256: hash("sha256", SECRETS.answered, "hex") },
  exchanged: {
    roles: ["decide"],
    vouches: true,
    grants: "exchange",
    token_sha256: hash("sha256", SECRETS.exchanged, "hex"),
  },
};

/** The same call, which the default policy grants for the audience `vault`. */
const COMMENT = {
  agent: { id: "agent:bench" },
  intent: {
    claims: {
      task: "tsk_bench",
      on_behalf_of: "user:alice",
      allows: [{ verb: "ticket.*", resource: "https://github.com/acme/*" }],
    },
  },
  call: {
    format: "mcp",
    server: "github",
    payload: {
      name: "add_issue_comment",
      arguments: { owner: "acme", repo: "shop", issue_number: 123, body: "Done." },
    },
  },
};
/** A dry run of it is judged and recorded, and grants nothing. */
const DRY = { ...COMMENT, options: { dry_run: true } };

const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

function post(base: string, path: string, body: string, secret: string): Promise<Record<string, unknown>> {
  const headers = {
    "content-type": "application/json",
    ...(secret === "" ? {} : { authorization: `Bearer ${secret}` }),
  };
  return new Promise((resolve, reject) => {
    const call = send(base + path, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}

interface Measured {
  readonly per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** Does the work for every index, some at a time. */
async function drive(count: number, work: (index: number) => Promise<unknown>): Promise<Measured> {
  const took: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < count) {
        const index = next++;
        const began = performance.now();
        await work(index);
        took.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  took.sort((a, b) => a - b);
  return { per_s: count / seconds, p50_ms: quantile(took, 0.5), p99_ms: quantile(took, 0.99) };
}

interface Grant {
  readonly id: string;
  readonly token: string;
}

async function measureRound(es256: RunningWrit, rs256: RunningWrit): Promise<ReadonlyMap<string, Measured>> {
  const grants: Grant[] = [];
  const decide = (writ: RunningWrit, body: object, secret: string) => {
    const text = JSON.stringify(body);
    return drive(CALLS, async () => {
      const { grant } = (await post(writ.http, "/v1/decisions", text, secret)) as { grant?: Grant };
      if (grant?.token !== undefined && writ === es256) grants.push(grant);
    });
  };
  const results = new Map<string, Measured>();
  results.set("decision, no grant (dry run)", await decide(es256, DRY, SECRETS.answered));
  results.set("decision, grant by exchange (not signed)", await decide(es256, COMMENT, SECRETS.exchanged));
  results.set("decision, grant ES256", await decide(es256, COMMENT, SECRETS.answered));
  results.set("decision, grant RS256", await decide(rs256, COMMENT, SECRETS.answered));
  const redeem = (index: number) => {
    const { id, token } = grants[index] as Grant;
    return post(es256.http, `/v1/grants/${id}:redeem`, JSON.stringify({ token }), "");
  };
  results.set("redeem", await drive(grants.length, redeem));
  return results;
}

const folder = mkdtempSync(join(tmpdir(), "writ-bench-grants-"));
const started: RunningWrit[] = [];
try {
  for (const algorithm of ["ES256", "RS256"]) {
    const env = {
      WRIT_CALLERS: JSON.stringify(CALLERS),
      WRIT_GRANTS_ALGORITHMS: `vault=${algorithm}`,
      WRIT_LOG_LEVEL: "error",
    };
    const main = values.main === undefined ? {} : { main: values.main };
    started.push(await startWrit({ dataDir: join(folder, algorithm), env, ...main }));
  }
  const [es256, rs256] = started as [RunningWrit, RunningWrit];
  // Compilers and connections warm up in a round that does not count.
  await measureRound(es256, rs256);
  const rounds: ReadonlyMap<string, Measured>[] = [];
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measureRound(es256, rs256));
  console.log(`${CALLS} calls, ${IN_FLIGHT} in flight, median of ${rounds.length} rounds`);
  for (const name of rounds[0]?.keys() ?? []) {
    const of = (key: keyof Measured) => median(rounds.map((round) => round.get(name)?.[key] ?? Number.NaN));
    console.log(
      `${name.padEnd(42)} ${of("per_s").toFixed(0).padStart(6)}/s  p50 ${of("p50_ms").toFixed(2)} ms  p99 ${of("p99_ms").toFixed(2)} ms`,
    );
  }
} finally {
  await Promise.all(started.map((writ) => writ.stop()));
  rmSync(folder, { recursive: true, force: true });
}
