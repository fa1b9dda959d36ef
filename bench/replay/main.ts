import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import pg from "pg";
import { embeddedDatabaseUrl } from "../../src/compose/embedded-database.ts";
import { multiply } from "../../test/support/played-records.ts";
import { startWrit } from "../../tools/start-writ.ts";
import { usageOf } from "../processes.ts";

// Replays what `node examples/demo/main.ts` played, many times over, by the very bundle that decided, and by 1, 2, … threads.

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string", default: "var/demo" },
    times: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    jobs: { type: "string", default: "1,2" },
  },
});
const TENANT = "bench-replay";

interface Measured {
  readonly records: number;
  readonly took_ms: number;
  readonly changed: number;
}

const writ = await startWrit({ dataDir: values["data-dir"], env: { WRIT_WORKERS: "1" } });
const url = embeddedDatabaseUrl(values["data-dir"]);
const client = new pg.Client({ connectionString: url });
await client.connect();
try {
  await client.query("delete from writ.decisions where tenant = $1", [TENANT]);
  await multiply(client, TENANT, Number(values.times));
  await client.query("vacuum analyze writ.decisions");
  const { rows } = await client.query<{ bytes: string }>(
    "select avg(length(input::text))::int as bytes from writ.decisions",
  );
  process.stdout.write(`inputs of ${rows[0]?.bytes} characters on average\n`);
  for (const jobs of values.jobs.split(",")) {
    for (let round = 0; round < Number(values.rounds); round++) process.stdout.write(`${await measure(jobs)}\n`);
  }
} finally {
  await client.query("delete from writ.decisions where tenant = $1", [TENANT]);
  await client.end();
  await writ.stop();
}

async function measure(jobs: string): Promise<string> {
  const args = ["replay", "--bundle", "dist/bundle", "--tenant", TENANT, "--format", "json", "--jobs", jobs];
  const before = cpuSeconds();
  const child = spawn(process.execPath, ["dist/main.js", ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the replay ended with ${code}`);
  const { records, took_ms, changed } = JSON.parse(output) as Measured;
  const after = cpuSeconds();
  const us = (seconds: number) => `${((seconds * 1e6) / records).toFixed(0)} µs`;
  const rate = Math.round((records / took_ms) * 1000);
  const each = `${us(after.all - before.all)} CPU each, of which PostgreSQL ${us(after.service - before.service)}`;
  return `${jobs} threads: ${records} records, ${rate} a second, ${each}, ${changed} changed`;
}

/** Of this process, children that ended included, and of the service beside it, which does nothing but run PostgreSQL. */
function cpuSeconds(): { readonly all: number; readonly service: number } {
  return { all: usageOf([process.pid]).cpu_s, service: usageOf([writ.process.pid ?? 0]).cpu_s };
}
