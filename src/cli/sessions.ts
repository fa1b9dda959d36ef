import type { Command } from "commander";
import type { JsonObject } from "../domain/json.ts";
import { SESSION_STATES } from "../domain/session-state.ts";
import { askingService, askService } from "./bundle/client.ts";
import { printable } from "./bundle/show.ts";
import { type ShownSession, showOrderedSession, showSession, showSessions } from "./sessions/show.ts";
import { reason as failure } from "./text.ts";

interface Options {
  readonly url: string;
  readonly json: boolean;
}

interface ListOptions extends Options {
  readonly agent?: string;
  readonly task?: string;
  readonly state?: string;
  readonly limit: string;
}

/** `writ sessions`: what sessions have done, and stopping them. Asks a running service. */
export function addSessions(program: Command): void {
  const sessions = program
    .command("sessions")
    .description("the sessions of a running service; $WRIT_TOKEN is what it is asked with");
  asking(sessions.command("list").description("sessions, the newest beginnings first"))
    .option("--agent <id>", "that this agent began")
    .option("--task <id>", "of this task")
    .option("--state <state>", SESSION_STATES.join(", "))
    .option("--limit <count>", "at most so many, up to 500", "50")
    .action(({ url, json, agent, task, state, limit }: ListOptions) =>
      print(async () => {
        const filters = { agent, task, state, page_size: limit };
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
        const answer = await askService(url, `/v1/sessions?${query}`);
        if (json) return JSON.stringify(answer, null, 2);
        return showSessions(answer["sessions"] as unknown as readonly ShownSession[]);
      }),
    );
  asking(sessions.command("show <id>").description("one session as policy would see it now")).action(
    (id: string, { url, json }: Options) =>
      print(async () => {
        const answer = await askService(url, pathOf(id));
        return json ? JSON.stringify(answer, null, 2) : showSession(shown(answer));
      }),
  );
  for (const [order, what] of [
    ["suspend", "stop a session, and revoke its grants"],
    ["resume", "let a suspended session go on"],
  ] as const) {
    asking(sessions.command(`${order} <id>`).description(what))
      .requiredOption("--reason <text>", "why, for the record")
      .option("--by <name>", "who, where the caller may say so")
      .action((id: string, options: Options & { readonly reason: string; readonly by?: string }) =>
        print(async () => {
          const { url, json, reason, by } = options;
          const body = { reason, ...(by === undefined ? {} : { by }) };
          const answer = await askService(url, `${pathOf(id)}:${order}`, body);
          return json ? JSON.stringify(answer, null, 2) : showOrderedSession(shown(answer));
        }),
      );
  }
}

function asking(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

/** Ids are the gateway's: their colons and slashes are no part of the path. */
function pathOf(id: string): string {
  return `/v1/sessions/${encodeURIComponent(id)}`;
}

function shown(answer: JsonObject): ShownSession {
  return answer as unknown as ShownSession;
}

async function print(work: () => Promise<string>): Promise<void> {
  try {
    console.log(printable(await work()));
  } catch (error) {
    console.error(printable(`writ: ${failure(error)}`));
    process.exitCode = 1;
  }
}
