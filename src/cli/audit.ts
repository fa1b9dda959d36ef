import type { Command } from "commander";
import { addExport } from "./audit/export.ts";
import { addAuditKey, addVerify } from "./audit/verify.ts";

/** `writ audit`: the record as a whole, read from the database itself. */
export function addAudit(program: Command, env: NodeJS.ProcessEnv): void {
  const audit = program.command("audit").description("the record as a whole, read from the database itself");
  addVerify(audit, env);
  addAuditKey(audit, env);
  addExport(audit, env);
}
