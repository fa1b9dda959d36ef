import { type Command, Option } from "commander";
import type { ExportFormat } from "../../compose/export.ts";
import { type DatabaseOptions, databaseUrl, usingDatabase } from "../database-option.ts";
import { type Output, toFile, toStandardOutput } from "../output-file.ts";
import { progressLine } from "../progress.ts";
import { type RecordOptions, selectingRecords, selectionOf } from "../record-filter.ts";
import { reason } from "../text.ts";

const FORMATS: readonly ExportFormat[] = ["jsonl", "parquet", "cloudevents", "ocsf"];

/** As a shell says of what a signal ended: 128 and the number of SIGINT. */
const EXIT_INTERRUPTED = 130;

interface Options extends DatabaseOptions, RecordOptions {
  readonly format: ExportFormat;
  readonly output?: string;
  readonly include?: readonly string[];
}

/** `writ audit export`: records for other systems. */
export function addExport(audit: Command, env: NodeJS.ProcessEnv): void {
  const command = audit.command("export").description("write recorded decisions, from the oldest to the newest");
  selectingRecords(usingDatabase(command))
    .addOption(new Option("--format <format>", "what is written").choices(FORMATS).default("jsonl"))
    .addOption(
      new Option("--include <what...>", "what happened to the decisions after them too (jsonl, cloudevents)").choices([
        "follow_ups",
      ]),
    )
    .option("-o, --output <file>", "write into this file, which appears when it is whole (default: standard output)")
    .addHelpText("after", "\nExit codes: 0 all is written, 1 it is not")
    .action(async (options: Options) => {
      process.exitCode = await run(options, env);
    });
}

async function run(options: Options, env: NodeJS.ProcessEnv): Promise<number> {
  let output: Output | undefined;
  const stop = () => {
    void (output?.abandon() ?? Promise.resolve()).finally(() => process.exit(EXIT_INTERRUPTED));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    const { exportRecords } = await import("../../compose/export.ts");
    const url = await databaseUrl(options, env);
    const opened = options.output === undefined ? toStandardOutput() : await toFile(options.output);
    output = opened;
    const progress = progressLine("records");
    const followUps = options.include?.includes("follow_ups") ?? false;
    const wanted = { databaseUrl: url, selection: selectionOf(options), format: options.format, followUps };
    const done = await exportRecords({ ...wanted, write: opened.write }, progress.show).finally(progress.end);
    await opened.finish();
    const also = followUps ? ` and ${done.follow_ups} follow-ups` : "";
    if (options.output !== undefined) console.error(`${done.decisions} decisions${also} written to ${options.output}`);
    return 0;
  } catch (error) {
    await output?.abandon();
    console.error(`writ: ${reason(error)}`);
    return 1;
  }
}
