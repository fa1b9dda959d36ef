import { type Command, InvalidArgumentError } from "commander";
import type { JsonObject } from "../domain/json.ts";
import { askingService, askService } from "./bundle/client.ts";
import { printable } from "./bundle/show.ts";
import { type ShownIntent, showIntent, showIntents } from "./intents/show.ts";
import { allowanceOf, type WishOptions, wishOf } from "./intents/wish.ts";
import { readText, reason } from "./text.ts";

interface Options {
  readonly url: string;
  readonly json: boolean;
}

/** `writ intents`: what tasks agents have. Asks a running service. */
export function addIntents(program: Command): void {
  const intents = program
    .command("intents")
    .description("the intents of a running service; $WRIT_TOKEN is what it is asked with");
  addMaking(intents);
  for (const [command, what] of [
    ["approve", "agree to an intent that waits for a person"],
    ["deny", "do not"],
    ["revoke", "end an intent, all that was derived from it, and their grants"],
  ] as const) {
    asking(intents.command(`${command} <id>`).description(what)).action((id: string, options: Options) =>
      print(async () => {
        const answer = await askService(options.url, `${pathOf(id)}:${command}`, {});
        return options.json ? JSON.stringify(answer, null, 2) : showOne(answer);
      }),
    );
  }
  addReading(intents);
}

function addMaking(intents: Command): void {
  wishing(
    intents
      .command("issue [file]")
      .description("issue an intent: a YAML or JSON file of its fields, - for standard input"),
  ).action((file: string | undefined, options: Options & WishOptions) =>
    print(async () => showMade(await askService(options.url, "/v1/intents", wishOf(file, options)), options)),
  );
  wishing(intents.command("derive <id> [file]").description("an intent for a part of the task of another one"))
    .requiredOption("--parent-token <file>", "file that holds the parent's token; - for standard input")
    .option("--fit", "leave away what the parent does not permit, instead of refusing it")
    .action((id: string, file: string | undefined, options: Options & WishOptions & { readonly parentToken: string }) =>
      print(async () => {
        const body = { ...wishOf(file, options), token: readText(options.parentToken).trim() };
        return showMade(await askService(options.url, `${pathOf(id)}:derive`, body), options);
      }),
    );
}

function addReading(intents: Command): void {
  asking(intents.command("show <id>").description("one intent"))
    .option("--token", "only its token, for who asked for it")
    .action((id: string, options: Options & { readonly token?: boolean }) =>
      print(async () => {
        const answer = await askService(options.url, pathOf(id));
        if (options.token === true) return String(answer["token"] ?? "");
        return options.json ? JSON.stringify(answer, null, 2) : showOne(answer);
      }),
    );
  asking(intents.command("list").description("intents, newest first"))
    .option("--task <id>", "of this task only")
    .option("--status <status>", "pending, active, denied, revoked or expired")
    .action(({ url, json, task, status }: Options & { readonly task?: string; readonly status?: string }) =>
      print(async () => {
        const query = new URLSearchParams({
          ...(task === undefined ? {} : { task }),
          ...(status === undefined ? {} : { status }),
        });
        const answer = await askService(url, `/v1/intents?${query}`);
        return json
          ? JSON.stringify(answer, null, 2)
          : showIntents(answer["intents"] as unknown as readonly ShownIntent[]);
      }),
    );
}

function asking(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

function wishing(command: Command): Command {
  return asking(command)
    .option("--task <id>", "the task; a new one where it is left out")
    .option("--purpose <text>", "what for, for people")
    .option("--on-behalf-of <name>", "for whom")
    .option("--agent <id…>", "who may use it; any number of them", collected)
    .option("--allow <what>", "verb[=resource][>destination,…]; any number of them", allowed)
    .option("--lifetime <seconds>", "how long", seconds)
    .option("--consent", "a person has to agree first");
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function allowed(value: string, before: readonly JsonObject[] = []): readonly JsonObject[] {
  const allowance = allowanceOf(value);
  if (allowance === undefined)
    throw new InvalidArgumentError("It is no verb, or one with a resource and destinations.");
  return [...before, allowance];
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError("It is no number of seconds.");
  return Number(text);
}

function pathOf(id: string): string {
  return `/v1/intents/${encodeURIComponent(id)}`;
}

/** The token alone, so that it can be piped; what else there is to say goes beside it. */
function showMade(answer: JsonObject, { json }: Options): string {
  if (json) return JSON.stringify(answer, null, 2);
  const { token } = answer as unknown as ShownIntent;
  console.error(printable(showOne(answer)));
  return token ?? "";
}

function showOne(answer: JsonObject): string {
  return showIntent(answer as unknown as ShownIntent);
}

async function print(work: () => Promise<string>): Promise<void> {
  try {
    const text = await work();
    if (text !== "") console.log(printable(text));
  } catch (error) {
    console.error(printable(`writ: ${reason(error)}`));
    process.exitCode = 1;
  }
}
