import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { pointersOf } from "../domain/reads.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { inputText } from "../evaluate/input-text.ts";
import type { Policy } from "../ports/policy.ts";
import type { ReplayRecord } from "../ports/record-stream.ts";
import { type ReplayChange, replayChanges } from "./changes.ts";
import { asOlder, recordedVerdict } from "./recorded.ts";

/** Why the input on record is not the one that was judged. */
export const UNREPLAYABLE = ["redacted", "erased", "unreadable", "altered"] as const;
export type Unreplayable = (typeof UNREPLAYABLE)[number];

/** What became of one record. */
export type Replayed =
  | { readonly outcome: "unreplayable"; readonly why: Unreplayable }
  /** Writ itself blocked the call, whatever the policy. */
  | { readonly outcome: "not_asked" }
  | {
      readonly outcome: "judged";
      readonly changes: readonly ReplayChange[];
      /** Where anything changes. */
      readonly said?: { readonly recorded: Said; readonly replayed: Said };
      /** The record is older than the memory of what policies demand: those parts are not compared. */
      readonly older: boolean;
      /** What stood in the input was taken out of it before: judged on request only. */
      readonly why?: Unreplayable;
    };

/** The short form of a verdict. */
export interface Said {
  readonly effect: string;
  /** Whether a person may lift the block. */
  readonly approval: boolean;
  /** Codes. */
  readonly reasons: readonly string[];
}

export interface JudgeOptions {
  /** Judges what has been taken out of too, as it stands. */
  readonly includeRedacted: boolean;
}

/** Members that say that something was taken out, cheap to look for; a text that only quotes one costs a parse. */
const MARKS = ['"redacted":', '"erased":'];

/** Judges records again by one policy. */
export class Judge {
  readonly #policy: Policy;
  readonly #options: JudgeOptions;
  /** Whether the policy looks at which bundle it is part of. */
  readonly #readsItself: boolean;

  constructor(policy: Policy, options: JudgeOptions) {
    this.#policy = policy;
    this.#options = options;
    this.#readsItself = readsItself(policy);
  }

  judge(record: ReplayRecord): Replayed {
    if (record.texts === "altered") return { outcome: "unreplayable", why: "altered" };
    let recorded: ReturnType<typeof recordedVerdict>;
    try {
      recorded = recordedVerdict(record.answer);
    } catch {
      return { outcome: "unreplayable", why: "unreadable" };
    }
    if (recorded.by === "writ") return { outcome: "not_asked" };
    const why = takenOut(record.input);
    if (why !== undefined && (why === "unreadable" || !this.#options.includeRedacted)) {
      return { outcome: "unreplayable", why };
    }
    const verdict = this.#evaluate(record);
    const { older } = recorded;
    const changes = replayChanges(recorded.verdict, older ? asOlder(verdict) : verdict);
    return {
      outcome: "judged",
      changes,
      older,
      ...(changes.length === 0 ? {} : { said: { recorded: said(recorded.verdict), replayed: said(verdict) } }),
      ...(why === undefined ? {} : { why }),
    };
  }

  #evaluate({ input, policy_digest, texts }: ReplayRecord) {
    const { ref, inputReads } = this.#policy;
    if (policy_digest === ref.digest || !this.#readsItself) {
      // What has its digest is what this program wrote; all else is looked at first.
      return evaluate(this.#policy, input, texts === "intact" ? "own" : "outside");
    }
    const document = JSON.parse(input) as JsonObject;
    const bundle = isJsonObject(document["bundle"]) ? document["bundle"] : {};
    const asked = { ...document, bundle: { ...bundle, revision: ref.revision, digest: ref.digest } };
    return evaluate(this.#policy, inputText(asked, inputReads).judged, "own");
  }
}

function said({
  effect,
  approval,
  reasons,
}: {
  effect: string;
  approval?: unknown;
  reasons: readonly { code: string }[];
}) {
  return { effect, approval: approval !== undefined, reasons: reasons.map(({ code }) => code) };
}

function takenOut(input: string): Unreplayable | undefined {
  if (!MARKS.some((mark) => input.includes(mark))) return undefined;
  try {
    const document: unknown = JSON.parse(input);
    if (!isJsonObject(document)) return "unreadable";
    if (document["erased"] !== undefined) return "erased";
    return document["redacted"] === undefined ? undefined : "redacted";
  } catch {
    return "unreadable";
  }
}

function readsItself({ inputReads = "everything" }: Policy): boolean {
  const parts = ["", "/bundle", "/bundle/revision", "/bundle/digest"];
  return pointersOf(inputReads).some((pointer) => parts.includes(pointer));
}
