import type { Deed } from "../library.ts";
import { type Deeds, incomplete, type Run } from "../run.ts";
import { HOLE, hasHole, textOf } from "../value.ts";
import { locate } from "./arguments.ts";

/** Names of variables that hold what nobody should read along the way. */
const SECRET =
  /SECRET|TOKEN(?!IZER|S$)|PASSW|PASSPHRASE|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|CREDENTIAL|_AUTH$|^AUTH_|_KEY$|_PAT$|_PWD$|^PGPASS|DATABASE_URL|_DSN$|CONNECTION_STRING|COOKIE/i;

/** One variable of the environment, or all of them where its name is not known. */
export function readVariable(name: string, run: Run): void {
  if (!hasHole(name) && !SECRET.test(name)) return;
  const shown = hasHole(name) ? "all" : name;
  run.collector.signal("credential.environment", shown);
  run.sources.push({ kind: "environment", value: hasHole(name) ? "" : name, classes: ["credential.environment"] });
}

export function readEnvironment(deed: Deed, deeds: Deeds, run: Run): void {
  const names = (locate(deed.arguments[0], deeds) ?? []).map(textOf);
  for (const name of names.length === 0 ? [HOLE] : names) readVariable(name, run);
}

/** Variables that change which program runs, or what it loads. */
const STEERING =
  /^(?:LD_|DYLD_|GIT_|PATH$)|(?:PATH|OPTIONS|OPTS|PRELOAD|EDITOR|PAGER|SHELL|COMMAND|STARTUP|_ENV)$|^HOME$/;

export function isSteering(name: string): boolean {
  return hasHole(name) || STEERING.test(name);
}

/** Variables that are set for the program and for what it runs. */
export function setEnvironment(deed: Deed, deeds: Deeds, run: Run): void {
  if ([...deeds.args.named.keys()].some(isSteering)) incomplete(run);
  for (const value of locate(deed.arguments[0], deeds) ?? []) {
    const names = value.kind === "dictionary" ? (value.open ? [HOLE] : [...value.entries.keys()]) : [textOf(value)];
    if (names.some(isSteering)) incomplete(run);
  }
}
