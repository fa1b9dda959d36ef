import type { OutboxAdmin, Row } from "../compose/outbox-admin.ts";
import { printable } from "./bundle/show.ts";
import { type DatabaseOptions, databaseUrl } from "./database-option.ts";
import { reason } from "./text.ts";
import { textTable } from "./text-table.ts";

export interface OutboxOptions extends DatabaseOptions {
  readonly json?: boolean;
  /** Absent for all. */
  readonly tenant?: string;
}

/** Prints what the database says; exit 1 where it says nothing. */
export async function askOutbox(
  options: OutboxOptions,
  env: NodeJS.ProcessEnv,
  ask: (admin: OutboxAdmin) => Promise<string>,
): Promise<void> {
  try {
    const { outboxAdmin } = await import("../compose/outbox-admin.ts");
    const admin = await outboxAdmin(await databaseUrl(options, env), options.tenant);
    try {
      console.log(printable(await ask(admin)));
    } finally {
      await admin.close();
    }
  } catch (error) {
    console.error(printable(`writ: ${reason(error)}`));
    process.exitCode = 1;
  }
}

/** Rows under their names, or as JSON; what there is to say where there are none. */
export function shownRows(rows: readonly Row[], { json = false }: OutboxOptions, none: string): string {
  if (json) return JSON.stringify(rows, null, 2);
  const [first] = rows;
  if (first === undefined) return none;
  const names = Object.keys(first);
  return textTable([
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => names.map((name) => String(row[name]))),
  ]);
}
