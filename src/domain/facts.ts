import type { JsonValue } from "./json.ts";

/**
 * What analyzers found in the arguments of a call. Facts inform policies; they decide nothing. Names are wire names:
 * facts stand in the policy's input, in the record and, with `explain`, in the answer.
 */

/** How a file is touched. */
export type FileAccess =
  | "read"
  | "list"
  | "write"
  | "append"
  | "delete"
  | "move"
  | "copy"
  | "permission"
  | "execute"
  | "mention";

/** How a host is reached. */
export type HostAccess = "fetch" | "upload" | "connect" | "listen" | "scan" | "mention";

/** Where a path lies: in the declared workspace, in a place for temporary files, in somebody's home, in the system. */
export type Place = "workspace" | "temporary" | "home" | "system" | "device" | "outside" | "unknown";

export interface FileFact {
  /** JSON Pointer of the argument, e.g. "/arguments/command". */
  readonly at: string;
  /** The path in its normal form. */
  readonly path: string;
  readonly access: FileAccess;
  /** What is known of such files, e.g. "credential.ssh_key"; see analyzers/paths. */
  readonly classes: readonly string[];
  readonly place: Place;
  /** Whether the path holds a wildcard or an unknown value, so that it stands for several files. */
  readonly pattern: boolean;
  /** Whether access covers everything below the path. */
  readonly recursive?: boolean;
  /** The other machine that the path is on, e.g. of `scp` or `ssh`. */
  readonly host?: string;
}

export interface HostFact {
  readonly at: string;
  readonly access: HostAccess;
  /** In its WHATWG form; "" where an unknown value stands for it. */
  readonly host: string;
  readonly scheme: string;
  readonly port: string;
  /** The registrable domain by the public suffix list, where there is one. */
  readonly registrable?: string;
  /** What is known of such hosts, e.g. "private", "metadata"; see analyzers/hosts. */
  readonly classes: readonly string[];
}

/** One simple command that a shell line could run, after unwrapping. */
export interface CommandFact {
  readonly at: string;
  /** The program's base name, or "" where an unknown value stands for it. */
  readonly program: string;
  /** What runs it, outermost first: e.g. ["sudo", "xargs"]. */
  readonly via: readonly string[];
  /** Whether the table of programs has it and all of its options. */
  readonly known: boolean;
  /** The verbs of what it would do. */
  readonly verbs: readonly string[];
}

export interface StatementFact {
  readonly at: string;
  readonly dialect: string;
  /** The kind of statement, e.g. "select", "delete", "drop_table". */
  readonly operation: string;
  readonly class: "read" | "write" | "delete" | "schema" | "admin" | "transaction" | "unknown";
  readonly tables_read: readonly string[];
  readonly tables_written: readonly string[];
  readonly columns: readonly string[];
  /** Whether an UPDATE or DELETE has no WHERE. */
  readonly unbounded: boolean;
}

export interface CodeFact {
  readonly at: string;
  readonly language: string;
  readonly imports: readonly string[];
  /** Qualified names of calls that reach out of the program, e.g. "subprocess.run". */
  readonly calls: readonly string[];
  /** Whether the program evaluates text as code. */
  readonly dynamic: boolean;
}

/** One end of a flow of data. */
export interface FlowEnd {
  readonly kind: "file" | "host" | "environment" | "command" | "input" | "interpreter" | "database";
  /** The path, host or name; "" where it is not known. */
  readonly value: string;
  readonly classes: readonly string[];
}

/** Data that could get from one place to another. */
export interface FlowFact {
  readonly at: string;
  readonly from: FlowEnd;
  readonly to: FlowEnd;
}

/** A behaviour that has a name: what policies can forbid without knowing how it is spelled. */
export interface SignalFact {
  readonly at: string;
  /** `area.behaviour`, of SIGNALS in analyzers/signals.ts. */
  readonly code: string;
  /** A few words about this occurrence: a program, a path; never a secret. */
  readonly detail: string;
}

/** Text that is not what it seems to be. */
export interface HiddenFact {
  readonly at: string;
  /** e.g. "bidi", "zero_width", "tag", "homoglyph", "base64", "percent". */
  readonly trick: string;
  /** How many characters it takes. */
  readonly length: number;
}

export interface Facts {
  readonly files?: readonly FileFact[];
  readonly hosts?: readonly HostFact[];
  readonly commands?: readonly CommandFact[];
  readonly statements?: readonly StatementFact[];
  readonly code?: readonly CodeFact[];
  readonly flows?: readonly FlowFact[];
  readonly signals?: readonly SignalFact[];
  readonly hidden?: readonly HiddenFact[];
  readonly [kind: string]: readonly JsonValue[] | readonly object[] | undefined;
}
