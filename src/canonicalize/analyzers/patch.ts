import type { FileAccess } from "../../domain/facts.ts";
import { type Analysis, type AnalysisContext, NOTHING } from "./analysis.ts";
import { Collector } from "./collector.ts";
import { fileFact } from "./paths/index.ts";

/** Patches are texts that a model wrote; above this they are file transfers. */
const MAX_PATCH_CHARS = 512 * 1024;

/** The headers of the `apply_patch` format of coding agents. */
const ENVELOPE = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+)$/;
/** The headers of a unified diff: diff(1), git-diff(1). */
const UNIFIED = /^(---|\+\+\+) (?:[ab]\/)?([^\t]+)/;
const RENAMED = /^(rename|copy) (from|to) (.+)$/;

const ACCESS: Readonly<Record<string, FileAccess>> = {
  "Add File": "write",
  "Update File": "write",
  "Delete File": "delete",
  "Move to": "write",
};

/** Which files a patch writes and deletes: an `apply_patch` envelope or a unified diff. */
export function analyzePatch(text: string, context: AnalysisContext): Analysis {
  if (text.length > MAX_PATCH_CHARS) return { ...NOTHING, parse: "limit" };
  const collector = new Collector(context.at);
  const touch = (path: string, access: FileAccess) => {
    const trimmed = path.trim();
    if (trimmed !== "/dev/null") collector.file(fileFact(trimmed, access, context.at, context.surroundings));
  };
  for (const line of text.split("\n")) {
    const envelope = ENVELOPE.exec(line);
    const unified = UNIFIED.exec(line);
    const renamed = RENAMED.exec(line);
    if (envelope !== null) touch(envelope[2] ?? "", ACCESS[envelope[1] ?? ""] ?? "write");
    else if (renamed !== null) touch(renamed[3] ?? "", renamed[2] === "to" ? "write" : "move");
    else if (unified !== null) touch(unified[2] ?? "", "write");
  }
  if (collector.size === 0) collector.worsen("unsupported");
  return collector.finish();
}
