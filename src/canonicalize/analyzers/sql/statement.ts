import type { FileAccess, HostAccess, StatementFact } from "../../../domain/facts.ts";
import type { SignalCode } from "../signals.ts";
import type { Effect } from "./effects.ts";
import { MAX_NAMES } from "./limits.ts";
import { COMMAND_SETTINGS, CREDENTIAL_TABLES, HARMLESS_SETTINGS } from "./tables/settings.ts";

export type DatabaseVerb = "db.read" | "db.write" | "db.delete" | "db.schema" | "db.admin";
export type StatementClass = StatementFact["class"];

/** From what a statement does least to what it does worst; `unknown` may be anything. */
const CLASSES: readonly StatementClass[] = ["read", "transaction", "write", "delete", "schema", "admin", "unknown"];

/** The worst of several classes. */
export function worseClass(classes: readonly StatementClass[]): StatementClass {
  return classes.reduce(
    (worst, one) => (CLASSES.indexOf(one) > CLASSES.indexOf(worst) ? one : worst),
    "read" as StatementClass,
  );
}

const CLASS_OF_VERB: Readonly<Record<DatabaseVerb, StatementClass>> = {
  "db.read": "read",
  "db.write": "write",
  "db.delete": "delete",
  "db.schema": "schema",
  "db.admin": "admin",
};

/** Something that a statement does outside of tables. The texts are undefined where the statement does not say. */
export type Outside =
  | { readonly kind: "file"; readonly access: FileAccess; readonly path: string | undefined }
  | { readonly kind: "command"; readonly text: string | undefined }
  | { readonly kind: "host"; readonly access: HostAccess; readonly address: string | undefined }
  /** SQL that runs as text; a body is the text of a function or a block, a language around statements. */
  | { readonly kind: "sql"; readonly text: string; readonly body: boolean }
  /** The text of a function in another language. */
  | { readonly kind: "code"; readonly text: string; readonly language: string }
  | { readonly kind: "signal"; readonly code: SignalCode; readonly detail: string };

export interface Deed {
  readonly verb: DatabaseVerb;
  /** `schema.name`; undefined where it is about no table. */
  readonly table: string | undefined;
}

/** What has been found out about one statement. */
export class Statement {
  readonly operation: string;
  class: StatementClass;
  unbounded = false;
  /** Whether all of it was understood. */
  complete = true;
  /** Whether it does more than is looked at. */
  exceeded = false;
  readonly read = new Set<string>();
  readonly columns = new Set<string>();
  readonly #deeds = new Map<string, Deed>();
  readonly #outside: Outside[] = [];
  readonly #written = new Set<string>();

  constructor(operation: string, of: StatementClass = "read") {
    this.operation = operation;
    this.class = of;
  }

  get deeds(): Iterable<Deed> {
    return this.#deeds.values();
  }

  /** One text for each thing that it does, for comparison. */
  *keys(): Iterable<string> {
    for (const { verb, table } of this.deeds)
      if (verb !== "db.read" || table !== undefined) yield `${verb} ${table ?? ""}`;
    for (const outside of this.#outside) yield JSON.stringify(outside);
  }

  get idle(): boolean {
    return this.#deeds.size === 0;
  }

  did(verb: DatabaseVerb): boolean {
    return [...this.deeds].some((deed) => deed.verb === verb);
  }

  /** The tables that something else than reading is done to. */
  get written(): ReadonlySet<string> {
    return this.#written;
  }

  get outside(): readonly Outside[] {
    return this.#outside;
  }

  #note(outside: Outside): void {
    if (this.#outside.length < MAX_NAMES) this.#outside.push(outside);
    else this.exceed();
  }

  /** It does more than is looked at: it is taken to do anything. */
  exceed(): void {
    this.exceeded = true;
    this.complete = false;
    this.class = "unknown";
    this.#deeds.set("db.admin ", { verb: "db.admin", table: undefined });
  }

  raise(to: StatementClass): void {
    this.class = worseClass([this.class, to]);
  }

  /** Notes what is done to a table, or to the database where none is named. The class is at least the verb's. */
  does(verb: DatabaseVerb, table?: string, of: StatementClass = CLASS_OF_VERB[verb]): void {
    this.raise(of);
    if (table !== undefined && CREDENTIAL_TABLES.has(table)) this.signal("credential.dump", table);
    const key = `${verb} ${table ?? ""}`;
    if (this.#deeds.size >= MAX_NAMES && !this.#deeds.has(key)) return this.exceed();
    if (table !== undefined) (verb === "db.read" ? this.read : this.#written).add(table);
    this.#deeds.set(key, { verb, table });
  }

  signal(code: SignalCode, detail: string): void {
    this.#note({ kind: "signal", code, detail });
  }

  file(access: FileAccess, path: string | undefined): void {
    this.#note({ kind: "file", access, path });
    this.signal("sql.file_access", path ?? "");
    if (path === undefined) this.complete = false;
    if (access !== "read" && access !== "list") this.raise("write");
  }

  command(text: string | undefined, of: StatementClass = "admin"): void {
    this.#note({ kind: "command", text });
    this.signal("sql.command_execution", this.operation);
    if (text === undefined) this.complete = false;
    this.raise(of);
  }

  host(access: HostAccess, address: string | undefined): void {
    this.#note({ kind: "host", access, address });
    if (address === undefined) this.complete = false;
  }

  /** SQL that the statement runs as text. */
  sql(text: string | undefined): void {
    if (text === undefined) this.opaque();
    else this.#note({ kind: "sql", text, body: false });
  }

  /** The text of a function or of a block: its statements are looked at, but it is a language of its own. */
  body(text: string | undefined): void {
    this.complete = false;
    if (text !== undefined) this.#note({ kind: "sql", text, body: true });
  }

  code(text: string | undefined, language: string): void {
    this.complete = false;
    if (text !== undefined) this.#note({ kind: "code", text, language });
  }

  /** An UPDATE or DELETE that spares no row. */
  unlimited(table: string): void {
    this.unbounded = true;
    this.signal("sql.unbounded_write", table);
  }

  /** Something that may do anything with the database is run. */
  opaque(): void {
    this.complete = false;
    this.does("db.admin", undefined, "unknown");
  }

  /** A setting is changed, of the session or of the server; its name is undefined where it is not written down. */
  setting(name: string | undefined): void {
    const known = name?.toLowerCase();
    if (known !== undefined && COMMAND_SETTINGS.has(known)) this.command(undefined);
    this.does(known !== undefined && HARMLESS_SETTINGS.has(known) ? "db.read" : "db.admin", undefined, "admin");
  }

  /** What calling a function does; `argument` gives the text of one of its arguments where that is a literal. */
  calls(name: string, effects: readonly Effect[] | undefined, argument: (index: number) => string | undefined): void {
    if (effects === undefined) this.complete = false;
    for (const effect of effects ?? []) this.#effect(name, effect, argument);
  }

  #effect(name: string, effect: Effect, argument: (index: number) => string | undefined): void {
    const text = "argument" in effect && effect.argument !== undefined ? argument(effect.argument) : undefined;
    switch (effect.does) {
      case "write":
        return this.does("db.write");
      case "schema":
        return this.does("db.schema");
      case "admin":
        if (effect.signal !== undefined) this.signal(effect.signal, name);
        return this.does("db.admin");
      case "read_unnamed":
        this.complete = false;
        return this.does("db.read");
      case "file":
        return this.file(effect.access, text);
      case "command":
        return this.command(text);
      case "host":
        // The name of an open connection is no address.
        return this.host(effect.access, text !== undefined && /[=.:/]/.test(text) ? text : undefined);
      case "sql":
        return this.sql(text);
      case "delay":
        // It keeps the server or others waiting, which is more than who may only read may do.
        return this.does("db.write", undefined, "read");
      case "setting":
        return this.setting(argument(0));
    }
  }
}
