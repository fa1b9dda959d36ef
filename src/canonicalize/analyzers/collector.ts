import type { ActionPart, Parse } from "../../domain/action.ts";
import type { CodeFact, CommandFact, FileFact, FlowEnd, HostAccess, HostFact } from "../../domain/facts.ts";
import type { StandardVerb } from "../../domain/vocabulary.ts";
import { type Analysis, partOf, worseParse } from "./analysis.ts";
import { hostDestination, hostFact } from "./hosts/index.ts";
import { fileVerbPart } from "./paths/index.ts";
import type { SignalCode } from "./signals.ts";

/** Entries of one kind of fact: more than a person would read; past it `parse` is `limit`. */
const MAX_FACTS = 256;

const HOST_VERBS: Readonly<Record<HostAccess, StandardVerb | undefined>> = {
  fetch: "net.fetch",
  upload: "net.upload",
  connect: "net.connect",
  listen: "net.listen",
  scan: "net.scan",
  mention: undefined,
};

/** What an analyzer has found so far in one text; the same thing found twice is there once. */
export class Collector {
  readonly #at: string;
  readonly #parts = new Map<string, ActionPart>();
  readonly #facts = new Map<string, Map<string, object>>();
  #parse: Parse = "complete";

  constructor(at: string) {
    this.#at = at;
  }

  part(part: ActionPart): void {
    this.#put(this.#parts, JSON.stringify(part), part);
  }

  does(verb: StandardVerb): void {
    this.part(partOf(verb));
  }

  file(fact: FileFact): void {
    this.#fact("files", fact);
    const part = fileVerbPart(fact);
    if (part !== undefined) this.part(part);
  }

  host(text: string, access: HostAccess): HostFact {
    const fact = hostFact(text, access, this.#at);
    this.#fact("hosts", fact);
    const verb = HOST_VERBS[access];
    if (verb !== undefined) this.part(partOf(verb, fact.host === "" ? {} : { destinations: [hostDestination(text)] }));
    return fact;
  }

  command(fact: Omit<CommandFact, "at">): void {
    this.#fact("commands", { at: this.#at, ...fact });
  }

  code(fact: Omit<CodeFact, "at">): void {
    this.#fact("code", { at: this.#at, ...fact });
  }

  flow(from: FlowEnd, to: FlowEnd): void {
    this.#fact("flows", { at: this.#at, from, to });
  }

  signal(code: SignalCode, detail: string): void {
    this.#fact("signals", { at: this.#at, code, detail });
  }

  worsen(parse: Parse): void {
    this.#parse = worseParse(this.#parse, parse);
  }

  /** Everything that the analysis of a text inside this one found. */
  absorb(analysis: Analysis): void {
    this.worsen(analysis.parse);
    for (const part of analysis.parts) this.part(part);
    for (const [kind, found] of Object.entries(analysis.facts)) {
      for (const fact of found ?? []) this.#fact(kind, fact as object);
    }
  }

  /** Whether a limit was passed, so that a person will be asked whatever else is found. */
  get limited(): boolean {
    return this.#parse === "limit";
  }

  /** How many things are known to be done so far. */
  get size(): number {
    return this.#parts.size;
  }

  verbsSince(size: number): readonly string[] {
    return [...new Set([...this.#parts.values()].slice(size).map(({ verb }) => verb))];
  }

  finish(): Analysis {
    return {
      parse: this.#parse,
      parts: [...this.#parts.values()],
      facts: Object.fromEntries([...this.#facts].map(([kind, found]) => [kind, [...found.values()]])),
      findings: [],
    };
  }

  #fact(kind: string, fact: object): void {
    if (this.#parse === "limit" && (this.#facts.get(kind)?.size ?? 0) >= MAX_FACTS) return;
    const found = this.#facts.get(kind) ?? new Map<string, object>();
    this.#facts.set(kind, found);
    this.#put(found, JSON.stringify(fact), fact);
  }

  #put<T>(into: Map<string, T>, key: string, value: T): void {
    if (into.has(key)) return;
    if (into.size >= MAX_FACTS) this.#parse = worseParse(this.#parse, "limit");
    else into.set(key, value);
  }
}
