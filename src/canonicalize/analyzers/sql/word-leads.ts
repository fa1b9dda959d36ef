import { effectsOf } from "./functions.ts";
import type { Token } from "./lexer.ts";
import { MAX_ARGUMENT_TOKENS } from "./limits.ts";
import type { Statement } from "./statement.ts";
import { COMMAND_SETTINGS } from "./tables/settings.ts";
import { BEFORE_NAME, OBJECT_WORDS, READING_PRAGMAS } from "./tables/words.ts";
import { findWord, isMark, isWordToken, literalsFrom, nameAt } from "./token-list.ts";
import { MAX_WORDS_BEFORE_OBJECT } from "./units.ts";

type LeadReader = (tokens: readonly Token[], at: number, end: number, statement: Statement) => void;

/** EXEC of Transact-SQL, EXECUTE IMMEDIATE of Oracle and MariaDB, EXECUTE of PL/pgSQL, CALL. */
const run: LeadReader = (tokens, at, _end, statement) => {
  let index = at + 1;
  if (isWordToken(tokens[index], "immediate")) index += 1;
  if (isMark(tokens[index], "(")) index += 1;
  // `EXEC @result = procedure`
  if (tokens[index]?.kind === "parameter" && tokens[index + 1]?.value === "=") index += 2;
  const first = tokens[index];
  if (first?.kind === "string") {
    const alone =
      tokens[index + 1] === undefined ||
      isMark(tokens[index + 1], ")") ||
      isWordToken(tokens[index + 1], "using", "into");
    return statement.sql(alone ? first.value : undefined);
  }
  const name = nameAt(tokens, index);
  if (name === undefined) return statement.opaque();
  const literals = literalsFrom(tokens, isMark(tokens[name.end], "(") ? name.end + 1 : name.end);
  statement.calls(name.parts.join("."), effectsOf(name.parts) ?? [], (argument) => literals[argument]);
  statement.does("db.write", undefined, "unknown");
};

const define: LeadReader = (tokens, at, end, statement) => {
  const word = tokens[at]?.value ?? "";
  const object = findWord(tokens, at + 1, Math.min(end, at + MAX_WORDS_BEFORE_OBJECT), ...OBJECT_WORDS.keys());
  const what = tokens[object]?.value ?? "";
  const kind = OBJECT_WORDS.get(what);
  const table = kind === "table" ? nameBehind(tokens, object + 1) : undefined;
  statement.does("db.schema", table);
  if (kind === "account" || kind === "code") statement.does("db.admin", undefined, "schema");
  if (kind === "account" && (what === "user" || what === "login" || what === "role")) {
    if (word === "create") statement.signal("account.create", what);
    if (findWord(tokens, at, end, "password", "identified") !== -1) statement.signal("account.password", what);
  }
  if (what === "assembly" || what === "library" || findWord(tokens, at, end, "soname") !== -1)
    statement.command(undefined);
  if (word === "drop" && (kind === "table" || kind === "data"))
    statement.signal("destruction.database", `drop ${what}`);
};

const pragma: LeadReader = (tokens, at, _end, statement) => {
  const name = nameAt(tokens, at + 1);
  const last = name?.parts.at(-1) ?? "";
  const plain = name !== undefined && tokens[name.end] === undefined;
  const reads = plain || READING_PRAGMAS.has(last);
  statement.does(reads ? "db.read" : "db.admin", undefined, reads ? "read" : "admin");
};

/** START TRANSACTION; START REPLICA is another thing. */
const start: LeadReader = (tokens, at, _end, statement) => {
  if (!isWordToken(tokens[at + 1], "transaction")) statement.does("db.admin");
};

const attach: LeadReader = (tokens, at, _end, statement) => {
  statement.does("db.admin");
  statement.file("write", firstString(tokens, at));
};

const set: LeadReader = (tokens, at, _end, statement) => {
  const scope = tokens[at + 1];
  const wide = isWordToken(scope, "global", "persist", "persist_only", "password", "role", "default");
  const name = isWordToken(scope, "global", "persist", "session", "local") ? tokens[at + 2] : scope;
  // A variable of the session, no setting; `@@` are settings.
  if (name?.kind === "parameter" && !name.value.startsWith("@@")) return statement.does("db.read", undefined, "admin");
  const several = tokens.some((token) => isMark(token, ","));
  if (!wide) return statement.setting(several ? undefined : name?.value);
  statement.does("db.admin");
  if (COMMAND_SETTINGS.has(name?.value ?? "")) statement.command(undefined);
};

/** LOAD DATA INFILE, BULK INSERT, COPY INTO, BACKUP and RESTORE. */
function transfer(verb: "db.write" | "db.admin", access: "read" | "write"): LeadReader {
  return (tokens, at, _end, statement) => {
    const into = findWord(tokens, at, at + MAX_ARGUMENT_TOKENS, "into", "insert");
    statement.does(verb, verb === "db.write" && into !== -1 ? nameBehind(tokens, into + 1) : undefined);
    const word = findWord(tokens, at, at + MAX_ARGUMENT_TOKENS, access === "read" ? "from" : "to");
    const text = firstString(tokens, access === "write" && word !== -1 ? word : at);
    const remote = text !== undefined && REMOTE.test(text);
    if (remote) statement.host(access === "read" ? "fetch" : "upload", text);
    else statement.file(access, text);
  };
}

const copy: LeadReader = (tokens, at, _end, statement) => {
  const word = (value: string) => findWord(tokens, at, at + MAX_ARGUMENT_TOKENS, value);
  const into = word("from") !== -1 && (word("to") === -1 || word("from") < word("to"));
  statement.does("db.write", into ? nameBehind(tokens, at + 1) : undefined);
  const text = firstString(tokens, at);
  if (word("program") !== -1) statement.command(text, "write");
  else if (text !== undefined) statement.file(into ? "read" : "write", text);
};

const vacuum: LeadReader = (tokens, at, end, statement) => {
  statement.does("db.admin");
  if (findWord(tokens, at, end, "into") !== -1) statement.file("write", firstString(tokens, at));
};

const install: LeadReader = (_tokens, _at, _end, statement) => {
  statement.does("db.admin");
  statement.command(undefined);
};

const prepare: LeadReader = (tokens, at, _end, statement) => {
  const from = findWord(tokens, at, at + MAX_ARGUMENT_TOKENS, "from");
  const text = from === -1 ? undefined : tokens[from + 1];
  if (from !== -1) statement.sql(text?.kind === "string" ? text.value : undefined);
};

const select: LeadReader = (tokens, at, end, statement) => {
  for (let index = at + 1; index < end; index += 1) {
    if (!isWordToken(tokens[index], "into")) continue;
    const next = tokens[index + 1];
    if (isWordToken(next, "outfile", "dumpfile")) {
      // In MySQL a double-quoted text is a string, too.
      const path = tokens[index + 2];
      statement.file("write", path?.kind === "string" || path?.kind === "name" ? path.value : undefined);
    } else if (next?.kind === "word" || next?.kind === "name")
      statement.does("db.schema", nameBehind(tokens, index + 1));
  }
};

function adminWith(code: "destruction.processes" | "destruction.system_stop" | "evasion.log"): LeadReader {
  return (tokens, at, _end, statement) => {
    statement.does("db.admin");
    statement.signal(code, tokens[at]?.value ?? "");
  };
}

export const LEAD_READERS: Readonly<Record<string, LeadReader | undefined>> = {
  exec: run,
  execute: run,
  call: run,
  create: define,
  alter: define,
  drop: define,
  pragma,
  start,
  attach,
  set,
  load: transfer("db.write", "read"),
  bulk: transfer("db.write", "read"),
  import: transfer("db.write", "read"),
  put: transfer("db.write", "write"),
  get: transfer("db.write", "write"),
  unload: transfer("db.write", "write"),
  export: transfer("db.write", "write"),
  backup: transfer("db.admin", "write"),
  restore: transfer("db.admin", "read"),
  copy,
  vacuum,
  install,
  prepare,
  select,
  kill: adminWith("destruction.processes"),
  shutdown: adminWith("destruction.system_stop"),
  purge: adminWith("evasion.log"),
};

function firstString(tokens: readonly Token[], at: number): string | undefined {
  return tokens.slice(at + 1, at + MAX_ARGUMENT_TOKENS).find(({ kind }) => kind === "string")?.value;
}

function nameBehind(tokens: readonly Token[], at: number): string | undefined {
  let index = at;
  while (isWordToken(tokens[index]) && BEFORE_NAME.has(tokens[index]?.value ?? "")) index += 1;
  return nameAt(tokens, index)?.parts.join(".");
}

/** `s3://bucket/key`: a place on the network. */
const REMOTE = /^[a-z][a-z0-9]{1,8}:\/\//i;
