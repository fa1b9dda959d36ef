import type { ProgramSpec } from "../spec.ts";
import { SHORT_HELP } from "./options.ts";

/** What commands of many programs do. */
export const CHANGES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.update"] };

export const CREDENTIALS: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["secret.read"],
  signals: ["credential.read"],
};

export const READS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*" };

export const REMOVES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["file.delete"] };

export const SIGNS_IN: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["identity.update", "net.connect"],
};

export const WRITES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["file.write"] };
