import type { StandardVerb } from "../../../domain/vocabulary.ts";
import type { SignalCode } from "../signals.ts";

/**
 * What an operand of a program, or the value of one of its options, is:
 *
 * - files: `read`, `list` (a folder's names), `search` (everything below it is read), `write`, `append`, `delete`,
 *   `move_from`, `move_to`, `copy_from`, `copy_to`, `permission`, `script` (a file that is run), `chdir` (the working
 *   folder from here on), `mention` (named, not touched)
 * - network: `fetch` (URL or host/path that is downloaded), `upload` (URL or host that gets data), `connect`, `listen`,
 *   `scan`, `lookup` (a name that is asked for in DNS), `remote` (`[user@]host`, of which the next operands are run or
 *   copied), `copy_remote_from`, `copy_remote_to` (a path here, or `host:path` there)
 * - commands: `command` (this and all following operands are a command of their own), `shell` (one string of shell),
 *   `code` (a string in the program's language), `sql`
 * - `at_file`: text, or `@path` of a file that is read (curl -d)
 * - `environment` (`NAME=value` for what is run), `process` (a pid or name to signal)
 * - `text`: anything that is none of these and harmless as it is (patterns, numbers, formats, names)
 */
export const ROLES = [
  "read", "list", "search", "write", "append", "delete", "move_from", "move_to", "copy_from", "copy_to", "permission",
  "script", "chdir", "mention",
  "fetch", "upload", "connect", "listen", "scan", "lookup", "remote", "copy_remote_from", "copy_remote_to",
  "command", "shell", "code", "sql",
  "at_file", "environment", "process", "text",
] as const; // biome-ignore format: by group
export type Role = (typeof ROLES)[number];

/** What an option does. A string is the role of its value; "" is a flag that changes nothing that matters. */
export type OptionSpec =
  | Role
  | ""
  | {
      /** The role of the option's value; without it the option takes none. */
      readonly value?: Role;
      /** The value may be left out; it is given only as `--name=value` or `-nvalue`. */
      readonly optional?: boolean;
      readonly does?: readonly StandardVerb[];
      readonly signals?: readonly SignalCode[];
      /** The operands are these when the option is there. */
      readonly operands?: string;
      /** The program changes nothing (a dry run, a listing, help): only reads are left of what it does. */
      readonly harmless?: boolean;
      /** Output goes to standard output and not to a file that is named after the input. */
      readonly stdout?: boolean;
    };

/** What is true of a call of the program when all of the conditions hold. */
export interface RuleSpec {
  /** One of these options is there (and, with `value`, has a value that matches). */
  readonly option?: string;
  readonly value?: RegExp;
  /** None of these options is there. */
  readonly lacks?: string;
  /** Any operand matches. */
  readonly operand?: RegExp;
  /** No operand is there. */
  readonly bare?: boolean;
  readonly does?: readonly StandardVerb[];
  readonly signals?: readonly SignalCode[];
  readonly harmless?: boolean;
}

/**
 * What one program does: data, one entry a program, reviewed. Lists of words are strings with spaces between.
 *
 * Options that are not listed make the command `partial`, unless `lenient`. `-abc` is read as `-a -b -c` where each is
 * listed; `--name=value`, `-nvalue` and abbreviations of long options as getopt_long(3) does.
 */
export interface ProgramSpec {
  /** Options without a value that change nothing that matters, e.g. "-a -l --all". */
  readonly flags?: string;
  /** Options that take a value or that matter; a key may name several: "-o --output". */
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** No option of the program can write, reach the network or run anything; unknown ones are harmless flags. */
  readonly lenient?: true;
  /**
   * Roles of the operands in order; `*` after one is any number of it, `?` is optional: "text read*",
   * "copy_from* copy_to". The first operands go to the roles in front of the starred one, the last to those behind it.
   */
  readonly operands?: string;
  /** What each call of it does, beside what its operands and options say. */
  readonly does?: readonly StandardVerb[];
  readonly signals?: readonly SignalCode[];
  readonly rules?: readonly RuleSpec[];
  /**
   * What standard input is: `data` (read, and part of the output), `ignored` (the default), `shell` or `code` (run when
   * no operand gives a script), `upload` (sent to where the operands say), `operands` (more operands, as for xargs).
   */
  readonly stdin?: "data" | "ignored" | "shell" | "code" | "upload" | "operands";
  /** What its output holds of its input: `content` (the default), `names` (of files), `facts` (counts, digests), `nothing`. */
  readonly output?: "content" | "names" | "facts" | "nothing";
  /** The language of its `code` operands and script files: "shell", "python", "javascript", "perl", "ruby", "php", "awk", "sql", … */
  readonly language?: string;
  /** Runs what follows as another user or with more rights. */
  readonly raises?: true;
  /** Runs what follows on another machine or in another container: its files are not of this one. */
  readonly elsewhere?: true;
  /** The first operand is a subcommand: one of these. Options before it are this program's own. */
  readonly subcommands?: Readonly<Record<string, ProgramSpec | string>>;
  /**
   * For what is in no `subcommands`: the first word of the subcommand that is in WORDS (words.ts) says what it does, as
   * is the convention of such programs: `list` and `show` read, `create` and `set` write, `delete` removes. The value is
   * the domain of the verbs, e.g. "infra" -> infra.read, infra.create, infra.update, infra.delete.
   */
  readonly conventional?: "file" | "infra" | "repo" | "ticket" | "record" | "db" | "secret" | "package" | "message";
  /** A reader of its own in code where the grammar is no getopt: "find", "dd", "tar", "git", "sed", "awk", "test". */
  readonly grammar?: "find" | "dd" | "tar" | "sed" | "awk" | "test";
}

/** Programs by name; a string is the name of the program that it is the same as. */
export type ProgramTable = Readonly<Record<string, ProgramSpec | string>>;
