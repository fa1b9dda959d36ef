import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { AuditReport } from "../../compose/audit.ts";
import { WritError } from "../../domain/errors.ts";
import type { Finding } from "../../record/verify/finding.ts";
import { printable } from "../bundle/show.ts";
import { type DatabaseOptions, databaseUrl, usingDatabase } from "../database-option.ts";
import { progressLine } from "../progress.ts";
import { momentOf } from "../record-filter.ts";
import { reason } from "../text.ts";

const EXIT_FOUND = 1;
/** What could not be read is not known to be whole. */
const EXIT_UNKNOWN = 2;

interface Options extends DatabaseOptions {
  readonly since?: Date;
  readonly until?: Date;
  readonly checkpoints?: string;
  readonly publicKey?: readonly string[];
  readonly json: boolean;
}

/** `writ audit verify`: whether anything was changed, removed, moved or added since it was recorded. */
export function addVerify(audit: Command, env: NodeJS.ProcessEnv): void {
  usingDatabase(audit.command("verify"))
    .description("find and name every record that was changed, removed, moved or added")
    .option("--since <time>", "from then on, as 2026-11-20 or 24h ago; ends of chains are not compared", dateOf)
    .option("--until <time>", "only records before", dateOf)
    .option("--checkpoints <file>", "the file of checkpoints that was kept outside of the database")
    .option("--public-key <key...>", "as `writ audit key` printed it, kept outside of the database")
    .option("--json", "the report as JSON", false)
    .addHelpText("after", "\nExit codes: 0 all fits, 1 something does not, 2 it cannot be said")
    .action(async (options: Options) => {
      try {
        const report = await verify(options, env);
        console.log(options.json ? JSON.stringify(report, null, 2) : printable(shown(report, options)));
        process.exitCode = report.found > 0 ? EXIT_FOUND : 0;
      } catch (error) {
        console.error(printable(`writ: ${reason(error)}`));
        process.exitCode = EXIT_UNKNOWN;
      }
    });
}

/** `writ audit key`: what verifies checkpoints. */
export function addAuditKey(audit: Command, env: NodeJS.ProcessEnv): void {
  usingDatabase(audit.command("key"))
    .description("the public key of checkpoints, to be kept outside of the database")
    .action(async (options: DatabaseOptions) => {
      try {
        const { auditKey } = await import("../../compose/audit.ts");
        console.log(await auditKey(await databaseUrl(options, env)));
      } catch (error) {
        console.error(printable(`writ: ${reason(error)}`));
        process.exitCode = EXIT_UNKNOWN;
      }
    });
}

async function verify(options: Options, env: NodeJS.ProcessEnv): Promise<AuditReport> {
  const { since, until, checkpoints, publicKey } = options;
  const { verifyRecord } = await import("../../compose/audit.ts");
  const line = progressLine("records");
  try {
    return await verifyRecord({
      url: await databaseUrl(options, env),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(checkpoints === undefined ? {} : { kept: textOf(checkpoints) }),
      keys: publicKey ?? [],
      lanes: availableParallelism(),
      progress: line.show,
    });
  } finally {
    line.end();
  }
}

function shown(report: AuditReport, { since, until, checkpoints }: Options): string {
  const { decisions, follow_ups, unsealed, erased, found, findings } = report;
  const notes = [
    ...(unsealed > 0 ? [`${unsealed} follow-ups are not in the chain yet`] : []),
    ...(erased > 0 ? [`${erased} rows were erased, and say so`] : []),
    ...(report.dropped_before === ""
      ? []
      : [`records from before ${report.dropped_before} were dropped, by signed stubs`]),
    ...(report.key_given ? [] : ["the key is the database's own: give --public-key to check it too"]),
    ...(checkpoints === undefined
      ? ["no file of checkpoints was given: who owns the database and its key could have written all of it anew"]
      : []),
    ...(since === undefined && until === undefined
      ? []
      : ["only a part was read: whether the ends of chains are there was not checked"]),
  ];
  return [
    `${decisions} decisions and ${follow_ups} follow-ups; ${report.checkpoints} checkpoints${report.last_checkpoint_at === "" ? "" : `, the last of ${report.last_checkpoint_at}`}`,
    ...notes,
    ...findings.map(findingLine),
    ...(found > findings.length ? [`… and ${found - findings.length} more`] : []),
    found === 0 ? "everything fits" : `${found} findings`,
  ].join("\n");
}

function findingLine({ kind, stream, writer, seq, id, message }: Finding): string {
  const place = [stream, writer, seq === 0 ? "" : String(seq), id].filter((part) => part !== "").join(" ");
  return `${kind}: ${place}: ${message}`;
}

function dateOf(text: string): Date {
  return new Date(momentOf(text));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new WritError("invalid_argument", `the file ${path} cannot be read`, { cause });
  }
}
