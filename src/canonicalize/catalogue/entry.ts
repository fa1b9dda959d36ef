import type { ResultTrust } from "../../domain/provenance.ts";
import type { Sensitivity, Tier, Trait } from "../../domain/vocabulary.ts";
import type { Api } from "./api.ts";
import type { Pointer } from "./pointer.ts";

/** Where the destinations of a call stand in its arguments. */
export type DestinationSource =
  | { readonly kind: string; readonly from: Pointer }
  | { readonly kind: string; readonly value: string };

export interface ResourceTemplate {
  readonly type: string;
  /** Text and pointers by turns: what is between them is taken as it is. */
  readonly parts: readonly (string | Pointer)[];
}

export interface AmountSource {
  readonly value: Pointer;
  readonly currency: string | Pointer;
}

export const ANALYZED_KINDS = ["shell", "sql", "code", "patch", "path", "url"] as const;

/** An argument that an analyzer looks into. */
export interface AnalyzedArgument {
  readonly kind: (typeof ANALYZED_KINDS)[number];
  readonly from: Pointer;
  /** The language of code, or the dialect of SQL or of a shell. */
  readonly language?: string;
  /** The argument that names the working folder. */
  readonly cwd?: Pointer;
}

/** What one tool does, compiled from its catalogue entry. */
export interface ToolMeaning {
  readonly verb: string;
  readonly tier: Tier;
  readonly traits: readonly Trait[];
  readonly resource?: ResourceTemplate;
  readonly destinations: readonly DestinationSource[];
  readonly amount?: AmountSource;
  readonly count?: Pointer;
  readonly sensitivity: Sensitivity;
  readonly dataClasses: readonly string[];
  readonly analyze: readonly AnalyzedArgument[];
}

/** A meaning that holds only when arguments have certain values. */
export interface ToolCase {
  readonly when: readonly { readonly pointer: Pointer; readonly equals: string | number | boolean }[];
  readonly meaning: ToolMeaning;
}

export interface ToolEntry {
  readonly base: ToolMeaning;
  readonly cases: readonly ToolCase[];
  /** The digest of the tool's manifest that was reviewed; see pin.ts. */
  readonly schemaDigest?: string;
  /** What of its results is believed. */
  readonly results?: ResultTrust;
}

/** The tools that are known, by server and name. */
export interface Catalogue {
  readonly digest: string;
  readonly size: number;
  find(server: string, name: string): ToolEntry | undefined;
  /** Whether it is a server of tools, so that what keeps its protocol going is no message to a stranger. */
  knows(server: string): boolean;
  /** What the server answers to beside tools. */
  api(server: string): Api | undefined;
}
