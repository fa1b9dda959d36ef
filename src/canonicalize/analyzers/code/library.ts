import type { SignalCode } from "../signals.ts";

/**
 * What an argument of a library's call is: files by their access, `open` (the access follows from the mode, its second
 * locator), network (`request` takes method and body as second and third), commands (`shell` a line, `spawn` a program
 * with arguments or a line, `program` a path with its arguments from its own name on), `sql` (with the dialect), `eval`
 * (text that runs as code), `eval_text` (the same, or a function), `module` (a name that is imported), `script` (a file
 * that runs), `mail` (addresses), `environment` (a name), `set_environment`, `chdir`.
 */
export const CODE_ROLES = [
  "read", "list", "search", "write", "append", "delete", "remove_tree", "move", "permission", "open", "script", "chdir",
  "fetch", "upload", "connect", "listen", "request",
  "shell", "spawn", "program", "sql", "eval", "eval_text", "module", "kill", "mail", "environment", "set_environment",
] as const; // biome-ignore format: by group
export type CodeRole = (typeof CODE_ROLES)[number];

/** What a call of a library does. A string is `does` alone. */
export interface CallSpec {
  /**
   * Words `role@argument`, with further arguments behind further `@`. An argument is its position, the names that it has
   * as a keyword, or both: "read@0,path". `0.url` is an entry of a dictionary or list; `0*` all from there on;
   * `this` the object whose method it is; `=text` a text where the call has none of the others.
   */
  readonly does?: string;
  /** What it gives: a type of `types`, `unknown` for what could act, else data. */
  readonly returns?: string;
  readonly signals?: readonly SignalCode[];
  /** Runs text or bytes as code, which are not seen. */
  readonly dynamic?: true;
  /** The raw connection that shells are tied to. */
  readonly socket?: true;
  /** Ties a shell to what its caller reads. */
  readonly ties?: true;
}

/** What is known of a language's libraries: data, reviewed. Keys may name several: "os.{remove,unlink}". */
export interface LibrarySpec {
  /** Modules and global names with nothing in them that acts, but for what `calls` lists. */
  readonly harmless: string;
  /** Modules of which only what is listed is known: their harmless members here, the rest in `calls`. */
  readonly modules: Readonly<Record<string, string>>;
  /** By qualified name, or `Type#method`. */
  readonly calls: Readonly<Record<string, CallSpec | string>>;
  /**
   * The harmless methods of what libraries give. `*` stands for all that `calls` does not list, which give data;
   * `this` for all as well, and each gives what the object is: a query, a table, a part of a document. None at all: nothing is
   * known of the type, and every method may do anything.
   */
  readonly types: Readonly<Record<string, string>>;
  /** Functions that may give back what they get, as it is. */
  readonly passing?: string;
  /** Other names of modules. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Values that are known. */
  readonly constants?: Readonly<Record<string, string>>;
}

/** Where an argument of a call stands. */
export interface Locator {
  readonly position?: number;
  readonly rest?: true;
  readonly name?: string;
  readonly path: readonly string[];
  readonly self?: true;
  readonly fixed?: string;
}

export interface Deed {
  readonly role: CodeRole;
  readonly arguments: readonly (readonly Locator[])[];
}

export interface Known {
  readonly deeds: readonly Deed[];
  readonly returns?: string;
  readonly signals: readonly SignalCode[];
  readonly dynamic: boolean;
  readonly socket: boolean;
  readonly ties: boolean;
}

const HARMLESS: Known = { deeds: [], signals: [], dynamic: false, socket: false, ties: false };

const FLUENT: Known = { ...HARMLESS, returns: "this" };

/** The tables of one language, ready to be asked. */
export class Library {
  readonly #harmless: Set<string>;
  readonly #modules = new Set<string>();
  readonly #calls = new Map<string, Known>();
  readonly #types = new Map<string, Set<string>>();
  readonly #acting = new Set<string>();
  readonly #passing: ReadonlySet<string>;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #constants: ReadonlyMap<string, string>;

  constructor(specs: readonly LibrarySpec[]) {
    this.#harmless = new Set(specs.flatMap(({ harmless }) => words(harmless)));
    for (const [module, members] of specs.flatMap(({ modules }) => Object.entries(modules))) {
      this.#modules.add(module);
      for (const member of words(members)) this.#harmless.add(`${module}.${member}`);
    }
    for (const [key, spec] of specs.flatMap(({ calls }) => Object.entries(calls))) {
      const known = compile(typeof spec === "string" ? { does: spec } : spec);
      for (const name of expand(key)) {
        this.#calls.set(name, known);
        const [type, method] = name.split("#");
        if (type !== undefined && method !== undefined && acts(known)) this.#acting.add(type);
      }
    }
    for (const [type, methods] of specs.flatMap(({ types }) => Object.entries(types))) {
      this.#types.set(type, new Set(words(methods)));
    }
    this.#passing = new Set(specs.flatMap(({ passing = "" }) => words(passing)));
    this.#aliases = new Map(specs.flatMap(({ aliases = {} }) => Object.entries(aliases)));
    this.#constants = new Map(specs.flatMap(({ constants = {} }) => Object.entries(constants)));
  }

  /** The name of a module as the tables have it. */
  canonical(module: string): string {
    const plain = module.replace(/^(?:node|npm):/, "").replace(/(?<=.)@[\d^~][^/]{0,40}$/, "");
    return this.#aliases.get(plain) ?? plain;
  }

  constant(name: string): string | undefined {
    return this.#constants.get(name);
  }

  /** What calling it does; undefined where nobody knows. */
  find(name: string): Known | undefined {
    return this.#calls.get(name) ?? (this.#isHarmless(name) ? HARMLESS : undefined);
  }

  /** Whether it, or something in it, is in the tables. */
  isKnown(name: string): boolean {
    return this.#modules.has(name) || this.find(name) !== undefined;
  }

  /** Whether methods of the type do something, or are not known. */
  typeActs(type: string): boolean {
    const methods = this.#types.get(type);
    return this.#acting.has(type) || methods === undefined || !(methods.has("*") || methods.has("this"));
  }

  /** Whether what comes out may be what went in. */
  passes(name: string): boolean {
    return this.#passing.has(name) || this.#passing.has(name.slice(0, name.indexOf(".")));
  }

  /**
   * The module that a member of another module is: `logging.os` is `os`, since every module holds those that it imports.
   */
  moduleWithin(library: string, member: string): string | undefined {
    const plain = member.replace(/^_+/, "");
    const inner = this.#aliases.get(plain) ?? plain;
    const own = `${library}.${member}`;
    const isOwn = this.#modules.has(own) || this.#calls.has(own) || this.#harmless.has(own);
    return this.#modules.has(inner) && !isOwn ? inner : undefined;
  }

  /** Whether something in it acts. */
  isModule(name: string): boolean {
    return this.#modules.has(name);
  }

  findMethod(type: string, method: string): Known | undefined {
    const known = this.#calls.get(`${type}#${method}`);
    if (known !== undefined) return known;
    const methods = this.#types.get(type);
    if (methods?.has("this") === true)
      return this.#calls.get(`${type}#${method.slice(method.lastIndexOf(".") + 1)}`) ?? FLUENT;
    const first = method.split(".", 1)[0] as string;
    return methods !== undefined && (methods.has("*") || methods.has(first)) ? HARMLESS : undefined;
  }

  /** Whether what is in an object of the type acts as the object does; so it is taken to where nothing is known of it. */
  isFluent(type: string): boolean {
    const methods = this.#types.get(type);
    return methods !== undefined && (methods.has("this") || methods.size === 0);
  }

  #isHarmless(name: string): boolean {
    if (/\.__(?!name__|doc__|version__|file__|class__|init__)\w+__/.test(name)) return false;
    for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
      const prefix = name.slice(0, end);
      if (this.#harmless.has(prefix)) return true;
      if (this.#modules.has(prefix)) return /^\.[A-Z][A-Z0-9_]*$/.test(name.slice(end));
    }
    return false;
  }
}

/** Whether calling it does anything. */
function acts({ deeds, dynamic, signals }: Known): boolean {
  return deeds.length > 0 || dynamic || signals.length > 0;
}

function words(list: string): readonly string[] {
  return list.split(/\s+/).filter((word) => word !== "");
}

/** "a.{b,c}.d" -> "a.b.d", "a.c.d"; one group at most. */
export function expand(key: string): readonly string[] {
  const open = key.indexOf("{");
  if (open < 0) return [key];
  const close = key.indexOf("}", open);
  return key
    .slice(open + 1, close)
    .split(",")
    .map((word) => key.slice(0, open) + word + key.slice(close + 1));
}

function compile(spec: CallSpec): Known {
  return {
    deeds: words(spec.does ?? "").map(readDeed),
    ...(spec.returns === undefined ? {} : { returns: spec.returns }),
    signals: spec.signals ?? [],
    dynamic: spec.dynamic === true,
    socket: spec.socket === true,
    ties: spec.ties === true,
  };
}

function readDeed(word: string): Deed {
  const [role, ...rest] = word.split("@");
  return { role: role as CodeRole, arguments: rest.map((argument) => readLocators(argument)) };
}

function readLocators(argument: string): readonly Locator[] {
  return argument.split(",").flatMap((word): readonly Locator[] => {
    if (word.startsWith("=")) return [{ path: [], fixed: word.slice(1) }];
    const [first = "", ...path] = word.split(".");
    if (first === "") return [];
    if (first === "this") return [{ path, self: true }];
    if (!/^\d+\*?$/.test(first)) return [{ name: first, path }];
    const position = Number.parseInt(first, 10);
    return [first.endsWith("*") ? { position, rest: true, path } : { position, path }];
  });
}
