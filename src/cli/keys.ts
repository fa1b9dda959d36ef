import type { Command } from "commander";
import type { JsonObject } from "../domain/json.ts";
import { askingService, askService } from "./bundle/client.ts";
import { printable } from "./bundle/show.ts";
import { type Keys, showEvents, showKeys, type Told } from "./keys/show.ts";
import { reason } from "./text.ts";

interface Options {
  readonly url: string;
  readonly json: boolean;
}

interface RotateOptions extends Options {
  readonly now: boolean;
  readonly purpose?: readonly string[];
}

/** `writ keys`: what a running service signs with. */
export function addKeys(program: Command): void {
  const keys = program.command("keys").description("the signing keys of a running service");
  common(keys.command("list").description("which key signs, which is to, which only verifies")).action(
    (options: Options) => print(options, "/v1/keys", undefined, (answer) => showKeys(answer as unknown as Keys)),
  );
  common(keys.command("rotate").description("publish the next keys, which sign when the overlap has passed"))
    .option("--now", "they sign at once: verifiers that keep the key set do not know them yet", false)
    .option("--purpose <purpose...>", "grant, intent or event only")
    .action(({ now, purpose, ...options }: RotateOptions) => {
      const order: JsonObject = { now, ...(purpose === undefined ? {} : { purposes: [...purpose] }) };
      return print(options, "/v1/keys:rotate", order, ({ rotated, warning, ...answer }) =>
        [
          rotated === true ? "rotated" : "a rotation is under way already",
          ...(typeof warning === "string" ? [`warning: ${warning}`] : []),
          "",
          showKeys(answer as unknown as Keys),
        ].join("\n"),
      );
    });
  common(
    keys.command("revoke <kid>").description("in an emergency: it verifies nothing any more, its grants are revoked"),
  ).action((kid: string, options: Options) =>
    print(options, `/v1/keys/${encodeURIComponent(kid)}:revoke`, {}, ({ grants_revoked, replaced, ...answer }) =>
      [
        `revoked, and ${String(grants_revoked)} living grants with it${replaced === true ? "; another key signs now" : ""}`,
        "",
        showKeys(answer as unknown as Keys),
      ].join("\n"),
    ),
  );
  common(keys.command("rewrap").description("seal all keys with the present key encryption key")).action(
    (options: Options) =>
      print(options, "/v1/keys:rewrap", {}, ({ rewrapped }) => `sealed again: ${String(rewrapped)} keys`),
  );
}

/** `writ events`: what subscribers are told of revocations. */
export function addEvents(program: Command): void {
  const events = program.command("events").description("what subscribers are told of revocations");
  common(events.command("list").description("what waits for each subscriber, and what was given up")).action(
    (options: Options) => print(options, "/v1/events", undefined, (answer) => showEvents(answer as unknown as Told)),
  );
}

function common(command: Command): Command {
  return askingService(command).option("--json", "as the API says it", false);
}

async function print(
  { url, json }: Options,
  path: string,
  body: JsonObject | undefined,
  show: (answer: JsonObject) => string,
): Promise<void> {
  try {
    const answer = await askService(url, path, body);
    console.log(printable(json ? JSON.stringify(answer, null, 2) : show(answer)));
  } catch (error) {
    console.error(printable(`writ: ${reason(error)}`));
    process.exitCode = 1;
  }
}
