import { userInfo } from "node:os";
import { type Command, Option } from "commander";
import { WritError } from "../domain/errors.ts";
import { printable } from "./bundle/show.ts";
import { type DatabaseOptions, databaseUrl, usingDatabase } from "./database-option.ts";
import { reason } from "./text.ts";
import { textTable } from "./text-table.ts";

interface Options extends DatabaseOptions {
  readonly subject?: string;
  readonly value?: string;
  readonly tenant: string;
  readonly reason: string;
  readonly by: string;
  readonly dryRun: boolean;
  readonly rewrite: boolean;
}

/** `writ subject`: what is recorded of a person. */
export function addSubject(program: Command, env: NodeJS.ProcessEnv): void {
  const subject = program.command("subject").description("what is recorded of a person");
  usingDatabase(subject.command("erase"))
    .description("take a person's id, address or name out of all that was recorded; the chain still verifies")
    .addOption(new Option("--subject <id>", "the person's id, e.g. user:alice").conflicts("value"))
    .option("--value <text>", "any other text that names the person")
    .option("--tenant <name>", "of which tenant", env["WRIT_TENANT"] ?? "default")
    .requiredOption("--reason <text>", "why, for the record; without the value")
    .option("--by <name>", "who does it, for the record", userInfo().username)
    .option("--dry-run", "only say how much there is", false)
    .option(
      "--rewrite",
      "write the tables anew, so that their files do not hold it any more; locks each meanwhile",
      false,
    )
    .action(async (options: Options) => {
      try {
        console.log(printable(await erase(options, env)));
      } catch (error) {
        console.error(printable(`writ: ${reason(error)}`));
        process.exitCode = 1;
      }
    });
}

async function erase(options: Options, env: NodeJS.ProcessEnv): Promise<string> {
  const value = options.subject ?? options.value;
  if (value === undefined) throw new WritError("invalid_argument", "whose data? say --subject or --value");
  const { eraseSubject } = await import("../compose/erase.ts");
  const terminal = process.stderr.isTTY;
  const erased = await eraseSubject({
    ...options,
    value,
    url: await databaseUrl(options, env),
    progress: (table, rows) => {
      if (terminal) process.stderr.write(`\r${table}: ${rows} rows\u001b[K`);
    },
  });
  if (terminal) process.stderr.write("\r\u001b[K");
  const found = [...erased].filter(([, rows]) => rows > 0);
  if (found.length === 0) return "nothing holds it";
  return textTable([
    ["table", options.dryRun ? "rows that hold it" : "rows erased"],
    ...found.map(([table, rows]) => [table, String(rows)]),
  ]);
}
