import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newId } from "../../src/adapters/ids.ts";
import { startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { prepareDatabase } from "../../src/adapters/postgres/prepare.ts";
import { createPostgresStore } from "../../src/adapters/postgres/store.ts";
import { verifyRecord } from "../../src/compose/audit.ts";
import type { DecisionRow } from "../../src/domain/record.ts";
import { CHAIN_START, nextLink } from "../../src/record/chain.ts";
import { firstRuleHash } from "../../src/record/chain-v1.ts";

// How fast `writ audit verify` reads: records of a usual size in a PostgreSQL on the same machine, all of them checked.

const { values } = parseArgs({
  options: { records: { type: "string", default: "200000" }, bytes: { type: "string", default: "2000" } },
});
const RECORDS = Number(values.records);
/** The policy's input of a usual call is some 2 kB, its answer 400 bytes. */
const INPUT = JSON.stringify({ arguments: { body: "x".repeat(Math.max(0, Number(values.bytes) - 30)) } });
const ANSWER = JSON.stringify({ effect: "allow", reasons: ["y".repeat(370)] });
/** What may wait in the committer. */
const AT_ONCE = 4_000;
const LINKS = 100_000;
const RUNS = 3;

const dir = mkdtempSync(join(tmpdir(), "writ-bench-verify-"));
const server = await startEmbeddedPostgres({ dir, log: () => {} });
try {
  measureLinks();
  await prepareDatabase(server.url, Date.now());
  await fill(server.url);
  for (const lanes of [1, availableParallelism()]) {
    for (let run = 1; run <= RUNS; run++) {
      const before = performance.now();
      const cpu = process.cpuUsage();
      const report = await verifyRecord({ url: server.url, keys: [], lanes, progress: () => {} });
      const seconds = (performance.now() - before) / 1000;
      if (report.found > 0 || report.decisions !== RECORDS) throw new Error("the records do not verify");
      const rate = Math.round(RECORDS / seconds);
      const own = process.cpuUsage(cpu);
      const each = ((own.user + own.system) / RECORDS).toFixed(1);
      const memory = Math.round(process.memoryUsage().rss / 1e6);
      console.log(
        `${lanes} connections: ${rate} records/s (${seconds.toFixed(2)} s, ${each} µs of processor time each here, ${memory} MB resident)`,
      );
    }
  }
} finally {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** What the chain costs a decision, by the present rule and by the one before it; processor time, whatever else runs. */
function measureLinks(): void {
  const row = rowOf(Date.now());
  const rules = {
    "over digests": (end: { readonly seq: number; readonly hash: Uint8Array }) => nextLink("wrt_bench", end, row),
    "over texts": ({ seq, hash }: { readonly seq: number; readonly hash: Uint8Array }) => ({
      seq: seq + 1,
      hash: firstRuleHash("wrt_bench", seq + 1, hash, row),
    }),
  };
  for (const [name, rule] of [...Object.entries(rules), ...Object.entries(rules)]) {
    const cpu = process.cpuUsage();
    let end = CHAIN_START;
    for (let index = 0; index < LINKS; index++) end = rule(end);
    const { user, system } = process.cpuUsage(cpu);
    console.log(`one link ${name}: ${((user + system) / LINKS).toFixed(1)} µs`);
  }
}

async function fill(url: string): Promise<void> {
  const store = await createPostgresStore({
    url,
    poolSize: 4,
    nextLink,
    chainStart: CHAIN_START,
    newWriter: () => newId("wrt", Date.now()),
    comparisonsLost: () => {},
  });
  for (let written = 0; written < RECORDS; ) {
    const count = Math.min(AT_ONCE, RECORDS - written);
    await Promise.all(Array.from({ length: count }, () => store.sink.append({ decision: rowOf(Date.now()) })));
    written += count;
  }
  await store.close();
}

function rowOf(atMs: number): DecisionRow {
  const digest = `sha256:${"ab".repeat(32)}`;
  return {
    tenant: "default",
    id: newId("dec", atMs),
    at_ms: atMs,
    request_id: "r-1",
    caller: "gateway",
    protocol: "http",
    agent: "spiffe://acme.example/agent/refunds",
    session: "",
    task: "",
    tool: "filesystem/read_text_file",
    verb: "file.read",
    effect: "allow",
    reason: "",
    dry_run: false,
    action_digest: digest,
    policy_digest: digest,
    catalogue_digest: digest,
    answer: ANSWER,
    input: INPUT,
  };
}
