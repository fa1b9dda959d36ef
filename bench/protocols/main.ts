import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AGENT, type AgentCall, pathOf } from "../../tools/protocol-clients/call.ts";
import { grpcClients } from "../../tools/protocol-clients/grpc.ts";
import { httpClients, type ProtocolClient } from "../../tools/protocol-clients/http.ts";
import { startWrit } from "../../tools/start-writ.ts";
import { usageOf } from "../processes.ts";
import { median } from "../statistics.ts";

// Usage: node bench/protocols/main.ts [--rounds N] [--seconds S] [--in-flight N] [--json file]
// What each protocol costs: the same call, allowed by the default policy and recorded before the answer, through all of them by turns.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    "in-flight": { type: "string", default: "16" },
    json: { type: "string", default: "var/bench-protocols.json" },
  },
});

const CALL: AgentCall = {
  name: "a comment",
  server: "github",
  tool: "add_issue_comment",
  arguments: {
    owner: "acme",
    repo: "shop",
    issue_number: 123,
    body: "Done: ".padEnd(500, "the parcel is on its way. "),
  },
};
const BASELINE = "native HTTP";
let calls = 0;

interface Measured {
  readonly client: string;
  readonly cpu_ms: number;
  readonly p50_ms: number;
}

const folder = mkdtempSync(join(tmpdir(), "writ-bench-protocols-"));
const writ = await startWrit({
  dataDir: folder,
  env: {
    WRIT_LOG_LEVEL: "warn",
    WRIT_UPSTREAMS: JSON.stringify([{ server: CALL.server, path: pathOf(CALL.server), protocol: "mcp" }]),
  },
});
const grpc = grpcClients(writ.grpc);
try {
  await register();
  const clients = [...httpClients(writ.http), ...grpc.clients];
  for (const client of clients) await drive(client, 1);
  const measured: Measured[] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const client of clients) measured.push(await drive(client, Number(values.seconds)));
    console.error(`round ${round} of ${values.rounds}`);
  }
  console.log(table(measured));
  writeFileSync(values.json, `${JSON.stringify(measured, undefined, 2)}\n`);
} finally {
  grpc.close();
  await writ.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Lets the call go on without an intent. */
async function register(): Promise<void> {
  const envelope = { verbs: ["ticket.*"], max_tier: "bounded_write", resources: ["https://github.com/acme/*"] };
  const response = await fetch(`${writ.http}/v1/agents`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: AGENT.id, owner: "bench", envelope, reason: "bench" }),
  });
  if (!response.ok) throw new Error(`the agent could not be registered: ${await response.text()}`);
}

/** Asks with so many in flight for so long; every answer is checked. */
async function drive(client: ProtocolClient, seconds: number): Promise<Measured> {
  const roots = [writ.process.pid as number];
  const took: number[] = [];
  const before = usageOf(roots).cpu_s;
  const until = performance.now() + seconds * 1000;
  const ask = async () => {
    while (performance.now() < until) {
      const begun = performance.now();
      // By its name a hook's session: one for each call, as others have none.
      if (!(await client.goesOn({ ...CALL, name: String(calls++) })))
        throw new Error(`${client.name}: the call was not let through`);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: Number(values["in-flight"]) }, ask));
  const cpu_s = usageOf(roots).cpu_s - before;
  return { client: client.name, cpu_ms: (cpu_s / took.length) * 1000, p50_ms: median(took) };
}

/** Medians over the rounds; PostgreSQL's share is in the CPU time of all alike. */
function table(measured: readonly Measured[]): string {
  const rows = [...Map.groupBy(measured, ({ client }) => client)].map(([client, rounds]) => ({
    client,
    cpu_ms: median(rounds.map(({ cpu_ms }) => cpu_ms)),
    p50_ms: median(rounds.map(({ p50_ms }) => p50_ms)),
  }));
  const base = rows.find(({ client }) => client === BASELINE)?.cpu_ms ?? Number.NaN;
  const lines = rows.map(
    ({ client, cpu_ms, p50_ms }) =>
      `| ${client} | ${cpu_ms.toFixed(2)} | ${(cpu_ms / base).toFixed(2)} | ${p50_ms.toFixed(1)} |`,
  );
  return [`| asked by | CPU ms per decision | × ${BASELINE} | p50 ms |`, "|---|--:|--:|--:|", ...lines].join("\n");
}
