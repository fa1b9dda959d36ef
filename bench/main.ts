import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Json } from "../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../tools/start-writ.ts";
import { measure } from "./measure.ts";
import { startOpa } from "./opa-server.ts";
import { summarize, table } from "./report.ts";
import { benchRequests, sessionRequests } from "./requests.ts";
import { type Case, opaSubject, writSubjects } from "./subjects.ts";

// Usage: node bench/main.ts [--rounds N] [--seconds S] [--in-flight 1,16,64] [--only text] [--json file]
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "2" },
    "in-flight": { type: "string", default: "1,16,64" },
    only: { type: "string", default: "" },
    json: { type: "string", default: "var/bench.json" },
  },
});
const BASELINE = "OPA HTTP, no logs";
const OPA = process.env["OPA"] ?? "var/bin/opa";
/** What two slow cores answer within the 200 ms that a call may wait for its turn (docs/limits.md). */
const MOST_IN_SESSIONS = 16;
const folder = mkdtempSync(join(tmpdir(), "writ-bench-"));
const stops: (() => Promise<unknown>)[] = [];
try {
  const committed = await start("committed");
  const spooled = await start("spooled");
  const relaxed = await start("relaxed");
  const plain = await answered(committed, benchRequests());
  const inSessions = await answered(committed, sessionRequests());
  const quiet = await startOpa(OPA, "rego");
  const logging = await startOpa(OPA, "rego", join(folder, "decisions.log"));
  stops.push(quiet.stop, logging.stop);
  const subjects = [
    opaSubject(BASELINE, quiet, plain.inputs, plain.effects),
    opaSubject("OPA HTTP, console log to a file", logging, plain.inputs, plain.effects),
    ...writSubjects("Writ committed", committed, plain),
    ...writSubjects("Writ spooled", spooled, plain),
    ...writSubjects("Writ relaxed", relaxed, plain),
    ...writSubjects("Writ committed, session and grant", committed, inSessions)
      .slice(0, 1)
      .map((subject) => ({ ...subject, most: MOST_IN_SESSIONS })),
  ].filter(({ name }) => name === BASELINE || name.includes(values.only));
  const rounds = await measure(
    subjects,
    {
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      inFlight: values["in-flight"].split(",").map(Number),
    },
    (line) => console.error(line),
  );
  const rows = summarize(rounds);
  const machine = `${cpus()[0]?.model ?? "unknown CPU"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}, ${opaVersion()}`;
  console.log(`${machine}\npolicy input: ${Buffer.byteLength(JSON.stringify(plain.inputs[0]))} bytes\n`);
  console.log(table(rows, BASELINE));
  writeFileSync(values.json, `${JSON.stringify({ machine, rows, rounds }, undefined, 2)}\n`);
} finally {
  await Promise.all(stops.map((stop) => stop()));
  rmSync(folder, { recursive: true, force: true });
}

async function start(durability: string): Promise<RunningWrit> {
  const writ = await startWrit({
    dataDir: join(folder, durability),
    env: { WRIT_DURABILITY: durability, WRIT_LOG_LEVEL: "warn" },
  });
  stops.push(writ.stop);
  return writ;
}

/** Asks for each request once: what its effect is, and what input the policy was given, from the record. */
async function answered(
  writ: RunningWrit,
  requests: readonly Json[],
): Promise<Case & { readonly inputs: readonly unknown[] }> {
  const effects: string[] = [];
  const inputs: unknown[] = [];
  for (const request of requests) {
    const response = await fetch(`${writ.http}/v1/decisions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const { decision_id: id, effect } = (await response.json()) as {
      readonly decision_id: string;
      readonly effect: string;
    };
    const stored = (await (await fetch(`${writ.http}/v1/decisions/${id}`)).json()) as { readonly input: unknown };
    effects.push(effect);
    inputs.push(stored.input);
  }
  return { requests, effects, inputs };
}

function opaVersion(): string {
  return execFileSync(OPA, ["version"]).toString().split("\n")[0]?.replace("Version: ", "OPA ") ?? "";
}
