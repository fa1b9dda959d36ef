import { type Command, InvalidArgumentError } from "commander";
import { APPROVAL_STATES } from "../domain/approval.ts";
import type { JsonObject } from "../domain/json.ts";
import { type ListedApproval, showApproval, showApprovals } from "./approvals/show.ts";
import { askingService, askService } from "./bundle/client.ts";
import { printable } from "./bundle/show.ts";
import { print } from "./print.ts";

interface Options {
  readonly url: string;
  readonly json: boolean;
}

interface AnswerOptions extends Options {
  readonly comment: string;
  readonly shown?: string;
}

/** What `wait` says by its exit code, beside 0 for a yes: an answer that is none, and none yet. */
const NOT_APPROVED = 3;
const NO_ANSWER = 4;

/** One question to the service; shorter than what its client waits for an answer. */
const WAIT_MS = 5_000;
const USUAL_WAIT_S = 900;

/** `writ approvals`: what people are asked, and what they answer. Asks a running service. */
export function addApprovals(program: Command): void {
  const approvals = program
    .command("approvals")
    .description("the approvals of a running service; $WRIT_TOKEN is what it is asked with");
  addReading(approvals);
  addAnswering(approvals);
  asking(approvals.command("wait <id>").description("until somebody has answered: exit 0 yes, 3 no, 4 nobody has"))
    .option("--timeout <seconds>", "how long", seconds, USUAL_WAIT_S)
    .action((id: string, options: Options & { readonly timeout: number }) =>
      print(async () => {
        const answer = await waited(options.url, id, options.timeout);
        const { state } = listed(answer);
        if (state === "pending") process.exitCode = NO_ANSWER;
        else if (state !== "approved" && state !== "used") process.exitCode = NOT_APPROVED;
        return one(answer, options);
      }),
    );
}

function addReading(approvals: Command): void {
  asking(approvals.command("list").description("approvals, newest first"))
    .option("--state <state>", APPROVAL_STATES.join(", "))
    .option("--agent <id>", "of this agent only")
    .option("--session <id>", "of this session only")
    .option("--task <id>", "of this task only")
    .action(({ url, json, state, agent, session, task }: Options & Readonly<Record<string, string | undefined>>) =>
      print(async () => {
        const given = Object.entries({ state, agent, session, task }).filter(([, value]) => value !== undefined);
        const query = new URLSearchParams(given as [string, string][]);
        const answer = await askService(url, `/v1/approvals?${query}`);
        return json
          ? JSON.stringify(answer, null, 2)
          : showApprovals(answer["approvals"] as unknown as readonly ListedApproval[]);
      }),
    );
  asking(approvals.command("show <id>").description("one approval: what is asked, and what became of it")).action(
    (id: string, options: Options) => print(async () => one(await askService(options.url, pathOf(id)), options)),
  );
}

function addAnswering(approvals: Command): void {
  for (const [command, what] of [
    ["approve", "say yes to what is shown"],
    ["deny", "say no"],
  ] as const) {
    asking(approvals.command(`${command} <id>`).description(what))
      .option("--comment <text>", "why, for the record", "")
      .option("--shown <digest>", "only if this is what is asked: shown_digest of `show --json`")
      .action((id: string, options: AnswerOptions) => print(() => answered(id, command, options)));
  }
  asking(approvals.command("withdraw <id>").description("take back a question, or a yes that is not used up"))
    .option("--reason <text>", "why, for the record", "")
    .action((id: string, options: Options & { readonly reason: string }) =>
      print(async () =>
        one(await askService(options.url, `${pathOf(id)}:withdraw`, { reason: options.reason }), options),
      ),
    );
}

/** Whoever answers has it before them: what is shown is what is answered. */
async function answered(id: string, command: "approve" | "deny", options: AnswerOptions): Promise<string> {
  const asked = await askService(options.url, pathOf(id));
  if (!options.json) console.error(printable(`${showApproval(listed(asked))}\n`));
  const shown_digest = options.shown ?? listed(asked).shown_digest;
  const body = { shown_digest, comment: options.comment, via: "cli" };
  const answer = await askService(options.url, `${pathOf(id)}:${command}`, body);
  return options.json ? JSON.stringify(answer, null, 2) : `${listed(answer).id} is ${listed(answer).state}`;
}

async function waited(url: string, id: string, timeoutS: number): Promise<JsonObject> {
  const endMs = Date.now() + timeoutS * 1000;
  for (;;) {
    const leftMs = Math.max(0, Math.min(WAIT_MS, endMs - Date.now()));
    const answer = await askService(url, `${pathOf(id)}:wait?timeout_ms=${leftMs}`);
    if (listed(answer).state !== "pending" || Date.now() >= endMs) return answer;
  }
}

function asking(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

function seconds(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError("It is no number of seconds.");
  return Number(text);
}

function pathOf(id: string): string {
  return `/v1/approvals/${encodeURIComponent(id)}`;
}

function listed(answer: JsonObject): ListedApproval {
  return answer as unknown as ListedApproval;
}

function one(answer: JsonObject, { json }: Options): string {
  return json ? JSON.stringify(answer, null, 2) : showApproval(listed(answer));
}
