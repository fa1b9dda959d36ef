import type { Command } from "commander";
import { WritError } from "../domain/errors.ts";
import { usingDatabase } from "./database-option.ts";
import { askOutbox, type OutboxOptions, shownRows } from "./outbox.ts";
import { momentOf } from "./record-filter.ts";

/** `writ sinks`: how far the record has come, and again from an earlier place. */
export function addSinks(program: Command, env: NodeJS.ProcessEnv): void {
  const sinks = program.command("sinks").description("where the record goes beside the database");
  usingDatabase(sinks.command("status").description("when each sink took something last, and what keeps it from more"))
    .option("--tenant <name>", "of this tenant only")
    .option("--json", "as JSON", false)
    .action((options: OutboxOptions) =>
      askOutbox(options, env, async (admin) => shownRows(await admin.sinks(), options, "no sink is known")),
    );
  usingDatabase(
    sinks.command("replay <name>").description("bring a sink again what has happened since, with the same ids"),
  )
    .option("--tenant <name>", "whose", env["WRIT_TENANT"] ?? "default")
    .requiredOption("--since <time>", "2026-11-20, 2026-11-20T15:04:05Z, or 30m, 24h, 7d ago", momentOf)
    .action((name: string, { since, ...options }: OutboxOptions & { readonly since: number }) =>
      askOutbox(options, env, async (admin) => {
        if (!(await admin.replay(name, since))) throw new WritError("not_found", `there is no sink ${name}`);
        return `${name} gets again what has happened since ${new Date(since).toISOString()}`;
      }),
    );
  usingDatabase(
    sinks
      .command("forget <name>")
      .description("keep nothing any more for a sink that the configuration has no more; one that it has begins anew"),
  )
    .option("--tenant <name>", "whose", env["WRIT_TENANT"] ?? "default")
    .action((name: string, options: OutboxOptions) =>
      askOutbox(options, env, async (admin) => {
        if (!(await admin.forget(name))) throw new WritError("not_found", `there is no sink ${name}`);
        return `${name} is forgotten`;
      }),
    );
}
