import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { catalogueFacts } from "../../../examples/demo/catalogue-facts.ts";
import { httpGateway } from "../../../examples/demo/http-gateway.ts";
import { replay } from "../../../examples/demo/replay.ts";
import { isToolStep, type Session, withServer } from "../../../examples/demo/sessions.ts";
import type { Line } from "../lines.ts";
import type { Bench, EfficacySet } from "../set.ts";
import { registerEnveloped } from "./enveloped.ts";
import { rowsOf } from "./rows.ts";
import { AIMS, type Call, linesOf, type Mode } from "./session-lines.ts";

const SET = "sessions";

/** Sessions that are played at the same time. */
const AT_ONCE = 16;

export const sessions: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const collections = readCollections(bench);
    const lines: Line[] = [];
    for (const mode of Object.keys(AIMS) as Mode[]) {
      const played = new Map<string, readonly Call[]>();
      for (const [name, rows] of collections) played.set(`${SET}/${name}`, await play(bench, name, rows, mode));
      lines.push(...linesOf(SET, mode, [...played.values()].flat()));
      lines.push(...[...played].flatMap(([name, calls]) => linesOf(name, mode, calls)));
    }
    return lines;
  },
};

function readCollections(bench: Bench): ReadonlyMap<string, readonly Session[]> {
  const folder = join(bench.cases, SET);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".jsonl")) : [];
  if (files.length === 0) bench.note(`${SET}: there is none in sessions/`);
  return new Map(
    files.sort().map((file) => {
      const rows = rowsOf<Session>(bench, `${SET}/${file}`, { id: "string", task: "string", steps: "object" });
      return [file.replace(".jsonl", ""), rows.map((row) => withServer(file, row))];
    }),
  );
}

async function play(bench: Bench, name: string, all: readonly Session[], mode: Mode): Promise<readonly Call[]> {
  const gateway = httpGateway(bench.http);
  const facts = catalogueFacts();
  // A run of its own each time: what an earlier run did in a session is not part of this one.
  const run = `${mode.replaceAll(" ", "-")}-${Date.now().toString(36)}`;
  const enveloped = mode === "with intents" ? undefined : await registerEnveloped(bench, `${name}-${run}`, all, facts);
  const calls: Call[] = [];
  const queue = [...all];
  const player = async () => {
    for (let session = queue.shift(); session !== undefined; session = queue.shift()) {
      try {
        const replayed = await replay(gateway, session, run, facts, enveloped);
        const steps = session.steps.filter(isToolStep);
        for (const [index, call] of replayed.entries()) {
          const step = steps[index];
          if (step !== undefined) calls.push({ ...call, session, step });
        }
      } catch (error) {
        bench.error(`${session.id}: ${error instanceof Error ? error.message : "failed"}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
  gateway.close();
  return calls;
}
