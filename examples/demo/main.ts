import { parseArgs } from "node:util";
import { startWrit } from "../../tools/start-writ.ts";
import { catalogueFacts } from "./catalogue-facts.ts";
import { grpcGateway } from "./grpc-gateway.ts";
import { httpGateway, unreadable } from "./http-gateway.ts";
import { progress } from "./progress.ts";
import { type Replayed, replay } from "./replay.ts";
import { render, type Summary, summarize } from "./report.ts";
import { readSessions, type Session, sessionsFolder } from "./sessions.ts";

/** Sessions that are played at the same time; half ask over HTTP, half over gRPC. */
const AT_ONCE = 16;

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, "data-dir": { type: "string", default: "var/demo" } },
});
const folder = sessionsFolder(process.env["WRIT_CASES"] ?? "../shared/cases");
process.stderr.write(`Replaying the sessions in ${folder}\n`);
const writ = await startWrit({ dataDir: values["data-dir"] });
try {
  const summary = await play(readSessions(folder));
  process.stdout.write(`${values.json ? JSON.stringify(summary) : render(summary)}\n`);
  process.exitCode = summary.errors === 0 && summary.read_back === summary.calls ? 0 : 1;
} finally {
  await writ.stop();
}

async function play(sessions: readonly Session[]): Promise<Summary> {
  const gateways = [httpGateway(writ.http), grpcGateway(writ.grpc)];
  // A run of its own each time: sessions and tasks of an earlier run are not continued.
  const run = Date.now().toString(36);
  const factsOf = catalogueFacts();
  const show = progress(sessions.length);
  const calls: Replayed[] = [];
  let next = 0;
  let done = 0;
  let errors = 0;
  const started = performance.now();
  const player = async (_: unknown, index: number) => {
    const gateway = gateways[index % gateways.length] as (typeof gateways)[number];
    for (let session = sessions[next++]; session !== undefined; session = sessions[next++]) {
      try {
        calls.push(...(await replay(gateway, session, run, factsOf)));
      } catch (error) {
        errors += 1;
        process.stderr.write(`${session.id}: ${error instanceof Error ? error.message : "failed"}\n`);
      }
      show(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
  const seconds = (performance.now() - started) / 1000;
  const ids = calls.map((call) => call.decisionId);
  const missing = await unreadable(writ.http, ids, AT_ONCE);
  for (const gateway of gateways) gateway.close();
  return summarize(sessions.length, calls, errors, new Set(ids).size - missing.length, seconds);
}
