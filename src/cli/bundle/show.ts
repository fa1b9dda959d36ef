import { CHANGE_KINDS, type ChangeKind } from "../../domain/bundle-state.ts";
import { textTable } from "../text-table.ts";

/** What `GET /v1/bundles` answers, as far as it is shown. */
export interface Listing {
  readonly active: Use & { readonly age_s: number; readonly stale: boolean };
  readonly candidate?: Use & { readonly mode: string; readonly share: number };
  readonly offered?: string;
  readonly order?: {
    readonly kind: string;
    readonly digest: string;
    readonly by: string;
    readonly reason: string;
    readonly at: string;
  };
  readonly bundles: readonly Listed[];
  readonly refusals: readonly {
    readonly at: string;
    readonly slot: string;
    readonly source: string;
    readonly problem: string;
  }[];
}

interface Use {
  readonly digest: string;
  readonly name: string;
  readonly revision: string;
  readonly source: string;
}

interface Listed extends Use {
  readonly recorded_at: string;
  readonly recorded_by: string;
}

/** What `GET /v1/bundles:compare` answers. */
export interface Compared {
  readonly candidate: string;
  readonly mode: string;
  readonly share: number;
  readonly comparisons: readonly {
    readonly active: string;
    readonly mode: string;
    readonly judged: number;
    readonly different: number;
    readonly dropped: number;
    readonly kinds: Readonly<Record<ChangeKind, number>>;
  }[];
  readonly agents: readonly Count[];
  readonly tools: readonly Count[];
  readonly differences: readonly {
    readonly decision_id: string;
    readonly tool: string;
    readonly agent: string;
    readonly kinds: readonly string[];
    readonly active_effect: string;
    readonly active_reason: string;
    readonly candidate_effect: string;
    readonly candidate_reason: string;
  }[];
}

interface Count {
  readonly name: string;
  readonly differences: number;
}

/** Of a digest as much as a person compares. */
const SHOWN_HEX = 12;
/** Newest ones of what has its own page in the API. */
const SHOWN_REFUSALS = 3;
const SHOWN_DIFFERENCES = 10;

/**
 * Names of tools and agents are what callers say, problems repeat what a source offers: neither is to write over the lines of a
 * terminal, nor to look like something else.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (/[\n\t]/.test(character) ? character : "\u{fffd}"));
}

export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, "").slice(0, SHOWN_HEX);
}

export function showListing(listing: Listing): string {
  const { active, bundles, order, refusals } = listing;
  const rows = bundles.map(({ digest, name, revision, source, recorded_at }) => [
    stateOf(listing, digest),
    shortDigest(digest),
    name,
    revision === digest ? "" : revision,
    recorded_at,
    source,
  ]);
  const lines = [textTable([["", "digest", "name", "revision", "recorded", "source"], ...rows])];
  const age = `source heard ${active.age_s} s ago${active.stale ? ": STALE" : ""}`;
  lines.push("", `in use: ${active.name} ${shortDigest(active.digest)}, ${age}`);
  if (order !== undefined) {
    const until = order.kind === "pin" ? "until it is unpinned" : "until the source offers a new one";
    const why = order.reason === "" ? "" : ` (${order.reason})`;
    lines.push(`ordered: ${shortDigest(order.digest)} ${until}, by ${order.by} at ${order.at}${why}`);
  }
  for (const { at, slot, source, problem } of refusals.slice(0, SHOWN_REFUSALS)) {
    lines.push(`refused: ${at} ${slot} from ${source}: ${problem}`);
  }
  return lines.join("\n");
}

function stateOf({ active, candidate, offered }: Listing, digest: string): string {
  if (digest === active.digest) return "active";
  if (digest === candidate?.digest) return candidate.mode;
  return digest === offered ? "offered" : "";
}

export function showComparison({ candidate, mode, share, comparisons, agents, tools, differences }: Compared): string {
  const trial = mode === "" ? "not in use any more" : `${mode}, share ${share}`;
  const head = ["active", "mode", "judged", "different", "dropped", ...CHANGE_KINDS];
  const rows = comparisons.map((row) => [
    shortDigest(row.active),
    row.mode,
    ...[row.judged, row.different, row.dropped, ...CHANGE_KINDS.map((kind) => row.kinds[kind])].map(String),
  ]);
  const lines = [`candidate ${shortDigest(candidate)} (${trial})`, "", textTable([head, ...rows])];
  for (const [title, counts] of [
    ["agent", agents],
    ["tool", tools],
  ] as const) {
    if (counts.length === 0) continue;
    lines.push(
      "",
      textTable([[title, "differences"], ...counts.map((count) => [count.name, String(count.differences)])]),
    );
  }
  if (differences.length > 0) {
    const shown = differences
      .slice(0, SHOWN_DIFFERENCES)
      .map((difference) => [
        difference.decision_id,
        difference.tool,
        difference.kinds.join(","),
        verdictText(difference.active_effect, difference.active_reason),
        verdictText(difference.candidate_effect, difference.candidate_reason),
      ]);
    lines.push("", textTable([["decision", "tool", "change", "active", "candidate"], ...shown]));
  }
  return lines.join("\n");
}

function verdictText(effect: string, reason: string): string {
  return reason === "" ? effect : `${effect} ${reason}`;
}
