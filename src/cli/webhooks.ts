import type { Command } from "commander";
import { WritError } from "../domain/errors.ts";
import { usingDatabase } from "./database-option.ts";
import { askOutbox, type OutboxOptions, shownRows } from "./outbox.ts";

/** As many as anybody reads. */
const DEAD_SHOWN = 100;

/** `writ webhooks`: what people were told, and what never arrived. */
export function addWebhooks(program: Command, env: NodeJS.ProcessEnv): void {
  const webhooks = program.command("webhooks").description("where people are told of what waits for them");
  usingDatabase(webhooks.command("status").description("what waits for each webhook, and what was given up"))
    .option("--tenant <name>", "of this tenant only")
    .option("--json", "as JSON", false)
    .action((options: OutboxOptions) =>
      askOutbox(options, env, async (admin) => shownRows(await admin.webhooks(), options, "no webhook is configured")),
    );
  usingDatabase(webhooks.command("dead").description("messages that were given up, newest first; kept for 30 days"))
    .option("--tenant <name>", "of this tenant only")
    .option("--json", "as JSON", false)
    .action((options: OutboxOptions) =>
      askOutbox(options, env, async (admin) =>
        shownRows(await admin.dead(DEAD_SHOWN), options, "nothing was given up"),
      ),
    );
  usingDatabase(webhooks.command("retry [name]").description("try again what was given up, of one webhook or of all"))
    .option("--tenant <name>", "whose", env["WRIT_TENANT"] ?? "default")
    .action((name: string | undefined, options: OutboxOptions) =>
      askOutbox(options, env, async (admin) => {
        const due = await admin.retry(name);
        if (due === undefined) throw new WritError("not_found", `there is no webhook ${name}`);
        return `${due} messages are due again`;
      }),
    );
}
