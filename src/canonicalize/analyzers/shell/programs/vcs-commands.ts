import type { ProgramSpec } from "../spec.ts";
import { HELP } from "./options.ts";

/** What commands of version control do, whatever the program. */
export const CLONES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "fetch write?",
  does: ["repo.write", "file.write"],
};

export const FETCHES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["net.fetch", "repo.write"],
};

export const READS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["repo.read"] };

export const REMOVES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["repo.write", "file.delete"],
};

export const SERVES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["net.listen"],
  signals: ["network.listen"],
};

export const UPDATES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["repo.write", "file.write"],
};

export const WRITES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["repo.write"] };
