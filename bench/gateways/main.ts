import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Authorization } from "../../src/gen/envoy/service/auth/v3/external_auth_pb.ts";
import { obtainCounterpart } from "../../tools/counterparts/obtain.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { measure } from "../measure.ts";
import { childrenOf } from "../processes.ts";
import { summarize, table } from "../report.ts";
import type { Subject } from "../subject.ts";
import { checks, grants } from "./checks.ts";
import { startOpaEnvoy } from "./opa-envoy.ts";

// Usage: node bench/gateways/main.ts [--rounds N] [--seconds S] [--in-flight 1,16,64] [--json file]
// Envoy's external authorization: Writ beside opa-envoy-plugin, the same decision in Rego on the same requests.
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "2" },
    "in-flight": { type: "string", default: "1,16,64" },
    json: { type: "string", default: "var/bench-gateways.json" },
  },
});
const BASELINE = "opa-envoy-plugin, no logs";
const OPA = process.env["OPA"] ?? "var/bin/opa";
const REGO = join(import.meta.dirname, "rego");
/** Enough that all workers get some. */
const CONNECTIONS = 8;

const folder = mkdtempSync(join(tmpdir(), "writ-bench-gateways-"));
const stops: (() => Promise<unknown>)[] = [];
try {
  const program = await obtainCounterpart("opa-envoy", join(import.meta.dirname, "..", ".."));
  const data = join(folder, "data.json");
  writeFileSync(data, JSON.stringify({ grants: grants() }));
  const policy = [join(REGO, "rbac"), join(REGO, "envoy"), data];
  const quiet = await startOpaEnvoy(program, folder, policy);
  stops.push(quiet.stop);
  const logging = await startOpaEnvoy(program, folder, policy, join(folder, "decisions.log"));
  stops.push(logging.stop);
  const bundle = compiled(data);
  const committed = await writ("committed", bundle);
  const relaxed = await writ("relaxed", bundle);
  const subjects = [
    subject(BASELINE, quiet.port, quiet.pid),
    subject("opa-envoy-plugin, console log to a file", logging.port, logging.pid),
    subject("Writ committed", portOf(committed), committed.process.pid as number),
    subject("Writ relaxed", portOf(relaxed), relaxed.process.pid as number),
  ];
  const plan = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    inFlight: values["in-flight"].split(",").map(Number),
  };
  const rounds = await measure(subjects, plan, (line) => console.error(line));
  const rows = summarize(rounds);
  console.log(table(rows, BASELINE));
  for (const row of rows) {
    console.log(
      `${row.subject}, ${row.in_flight} in flight: the load process took ${row.client_cores.toFixed(2)} cores`,
    );
  }
  writeFileSync(values.json, `${JSON.stringify({ rows, rounds }, undefined, 2)}\n`);
} finally {
  await Promise.all(stops.map((stop) => stop()));
  rmSync(folder, { recursive: true, force: true });
}

function subject(name: string, port: number, pid: number): Subject {
  const all = checks();
  return {
    name,
    roots: [pid],
    workers: name.startsWith("Writ") ? childrenOf(pid) : [],
    perAnswer: 1,
    most: Number.POSITIVE_INFINITY,
    job: {
      protocol: "ext-authz",
      port,
      path: `/${Authorization.typeName}/Check`,
      connections: CONNECTIONS,
      requests: all.map(({ message }) => Buffer.from(message).toString("base64")),
      effects: all.map(({ effect }) => [effect]),
    },
  };
}

async function writ(durability: string, bundle: string): Promise<RunningWrit> {
  const started = await startWrit({
    dataDir: join(folder, durability),
    env: {
      WRIT_DURABILITY: durability,
      WRIT_LOG_LEVEL: "warn",
      WRIT_BUNDLE_PATH: bundle,
      WRIT_BUNDLE_SIGNATURES: "ignored",
    },
  });
  stops.push(started.stop);
  return started;
}

function portOf({ grpc }: RunningWrit): number {
  return Number(grpc.split(":").at(-1));
}

/** The policy as Writ runs it. */
function compiled(data: string): string {
  const bundle = join(folder, "bundle");
  const archive = join(folder, "bundle.tar.gz");
  mkdirSync(bundle);
  const sources = [join(REGO, "rbac"), join(REGO, "writ"), data];
  execFileSync(OPA, ["build", "-t", "wasm", "-e", "writ/main/decision", "-o", archive, ...sources]);
  execFileSync("tar", ["-C", bundle, "-xzf", archive, "/policy.wasm", "/data.json", "/.manifest"]);
  return bundle;
}
