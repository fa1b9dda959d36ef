import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "failing.txt");
const HEAD = `# OPA's compliance cases that fail, as far as known: folder, note, reason, with tabs between them.
# The list may only shrink: \`make conformance\` fails when another case fails, and when one of these passes.
`;

export interface Failure {
  readonly folder: string;
  readonly note: string;
  readonly reason: string;
}

/** The key of a case; notes alone are not unique. */
export function keyOf({ folder, note }: Pick<Failure, "folder" | "note">): string {
  return `${folder}\t${note}`;
}

export function readFailing(): readonly Failure[] {
  if (!existsSync(FILE)) return [];
  const lines = readFileSync(FILE, "utf8").split("\n");
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [folder = "", note = "", reason = ""] = line.split("\t");
      return { folder, note, reason };
    });
}

export function writeFailing(failures: readonly Failure[]): void {
  const lines = failures.map((failure) => `${keyOf(failure)}\t${failure.reason.replace(/\s+/g, " ")}\n`);
  writeFileSync(FILE, HEAD + lines.sort().join(""));
}
