import type { FileAccess, FileFact } from "../../../../domain/facts.ts";
import { FILE_VERBS, fileFact } from "../../paths/index.ts";
import type { Deed } from "../library.ts";
import { type Deeds, incomplete, type Run } from "../run.ts";
import { HOLE, hasHole, TREE_HOLE, textOf, type Value, type Values } from "../value.ts";
import { isOn, locate, option } from "./arguments.ts";
import { reachHost } from "./network.ts";

const ACCESSES: Readonly<Record<string, FileAccess>> = {
  read: "read",
  list: "list",
  search: "list",
  write: "write",
  append: "append",
  delete: "delete",
  remove_tree: "delete",
  move: "move",
  permission: "permission",
};

/** Files that a call names. */
export function touchFiles(deed: Deed, deeds: Deeds, run: Run): void {
  const values = locate(deed.arguments[0], deeds);
  const recursive = deed.role === "remove_tree" || deed.role === "search" || isOn(option("recursive", deeds));
  if (deed.role === "search") run.seen.walks = true;
  const access = ACCESSES[deed.role];
  if (access === undefined) return;
  if (values === undefined) {
    // A folder that is not named is the one that the program is in.
    if (access === "list") touchText(".", access, recursive, run);
    return;
  }
  for (const value of values) touchValue(value, access, recursive, run);
  if (access === "permission") noteMode(locate(deed.arguments[1], deeds), deeds, run);
}

const SETUID = 0o6000;

function noteMode(mode: Values | undefined, deeds: Deeds, run: Run): void {
  for (const value of mode ?? []) {
    const text = textOf(value);
    const number = value.kind === "number" ? value.value : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : 0;
    if ((number & SETUID) !== 0) run.collector.signal("privilege.setuid", deeds.name);
  }
}

/** `open(path, mode)`. */
export function openFiles(deed: Deed, deeds: Deeds, run: Run): void {
  const modes = (locate(deed.arguments[1], deeds) ?? []).map((value) =>
    value.kind === "library" ? value.name : textOf(value),
  );
  const accesses = new Set(modes.length === 0 ? (["read"] as const) : modes.flatMap(accessesOf));
  for (const value of locate(deed.arguments[0], deeds) ?? []) {
    for (const access of accesses) touchValue(value, access, false, run);
  }
}

/** fopen(3), and the flags of open(2) by name. */
function accessesOf(mode: string): readonly FileAccess[] {
  if (/^[rbtUs]{0,4}$/.test(mode) || /\.O_RDONLY$/.test(mode)) return ["read"];
  if (/^a[bts]{0,2}$/.test(mode)) return ["append"];
  if (/^[wx][btx]{0,3}$/.test(mode)) return ["write"];
  return /^a/.test(mode) ? ["read", "append"] : ["read", "write"];
}

function touchValue(value: Value, access: FileAccess, recursive: boolean, run: Run): void {
  if (value.kind === "number" || value.kind === "none") return;
  if (value.kind === "list") {
    for (const item of value.items.flat()) touchValue(item, access, recursive, run);
    if (value.open) unknownFile(access, run);
    return;
  }
  touchText(textOf(value), access, recursive, run);
}

function unknownFile(access: FileAccess, run: Run): void {
  const verb = FILE_VERBS[access];
  if (verb !== undefined) run.collector.does(verb);
  incomplete(run);
}

const REMOTE = /^(?:https?|ftps?|s3[an]?|gs|gcs|abfss?|hdfs|sftp):\/\//i;

/** A file by its path, in each folder that the program may be in. */
function touchText(text: string, access: FileAccess, recursive: boolean, run: Run): void {
  if (/^(?:file:)?:memory:/.test(text)) return;
  if (REMOTE.test(text)) {
    reachHost(text, access === "read" || access === "list" ? "fetch" : "upload", access !== "read", run);
    return;
  }
  const path = /^file:\/\//i.test(text) ? text.slice("file://".length) : text;
  const from = path.indexOf(TREE_HOLE);
  if (path.startsWith(HOLE)) {
    unknownFile(access, run);
    return;
  }
  if (path.includes(HOLE)) incomplete(run);
  const known = from < 0 ? path : path.slice(0, from);
  const below = recursive || from >= 0;
  const pattern = hasHole(known) || from >= 0;
  for (const folder of /^[/~]/.test(known) ? run.folders.slice(0, 1) : run.folders) {
    const { cwd: _, ...others } = run.context.surroundings;
    const surroundings = folder === undefined ? others : { ...others, cwd: folder };
    const name = known.replace(/[\uE000-\uE002]+/g, "*") || "/";
    record(
      fileFact(name, access, run.context.at, surroundings, {
        ...(pattern ? { pattern } : {}),
        ...(below ? { recursive: true } : {}),
      }),
      run,
    );
    if (folder === undefined && !/^[/~]/.test(known) && run.folders.length > 1) incomplete(run);
  }
}

/** Places where deleting everything below is never housekeeping. */
const PRECIOUS = new Set(["home", "system", "device"]);

function record(fact: FileFact, run: Run): void {
  run.collector.file(fact);
  const { access, path, classes, place, recursive } = fact;
  if (access === "read") run.sources.push({ kind: "file", value: path, classes });
  if (access === "write" || access === "append" || access === "delete") run.seen.writes = true;
  if (access === "write" || access === "append") run.written.add(path);
  if (access === "delete" && recursive === true && PRECIOUS.has(place))
    run.collector.signal("destruction.recursive", path);
}
