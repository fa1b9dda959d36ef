import type pg from "pg";
import type { ChainLink, DecisionRow, RecordEntry } from "../../../domain/record.ts";
import { UnwritableRow } from "../errors.ts";
import { applyConditions } from "./conditions.ts";
import { copyIn } from "./copy-in.ts";
import type { CopyWriter } from "./copy-writer.ts";
import { type LinkedRow, writeRows } from "./rows.ts";
import { sessionRevocations } from "./session-revocations.ts";

/** The end of a writer's chain. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: Uint8Array;
}

export type NextLink = (writer: string, previous: ChainEnd, row: DecisionRow) => ChainLink;

export interface Chain {
  readonly writer: string;
  readonly end: ChainEnd;
}

export interface Flushed {
  /** By position: whether the entry was written; one that was not is in conflict. */
  readonly written: readonly boolean[];
  readonly chain: Chain;
}

/**
 * Writes the entries as one transaction: one COPY round trip when nothing is conditional, else the conditional changes
 * first and then what still holds.
 * @throws UnwritableRow or the server's error, after which nothing was written, or the connection's, after which nobody
 * knows
 */
export async function flush(
  client: pg.Client,
  entries: readonly RecordEntry[],
  chain: Chain,
  nextLink: NextLink,
  writer: CopyWriter,
): Promise<Flushed> {
  const holding = await applyConditions(client, entries);
  const written = holding ?? entries.map(() => true);
  const held = entries.filter((_, index) => written[index]);
  // Several statements of one simple query are one transaction without saying so.
  const after = holding === undefined ? [] : [...sessionRevocations(held), "commit"];
  const { some, end } = compose(writer, held, chain, nextLink, after);
  if (some) await copyIn(client, writer);
  return { written, chain: { writer: chain.writer, end } };
}

/** @throws UnwritableRow */
function compose(
  writer: CopyWriter,
  held: readonly RecordEntry[],
  chain: Chain,
  nextLink: NextLink,
  after: readonly string[],
): { readonly some: boolean; readonly end: ChainEnd } {
  try {
    const { decisions, end } = linked(held, chain, nextLink);
    const grants = held.flatMap(({ grant }) => grant ?? []);
    const approvals = held.flatMap(({ approval }) => approval ?? []);
    return { some: writeRows(writer, { decisions, grants, approvals }, after), end };
  } catch (cause) {
    throw new UnwritableRow("a row cannot be written", { cause });
  }
}

function linked(entries: readonly RecordEntry[], chain: Chain, nextLink: NextLink) {
  const decisions: LinkedRow[] = [];
  let end: ChainEnd = chain.end;
  for (const { decision } of entries) {
    const link = nextLink(chain.writer, end, decision);
    decisions.push({ row: decision, link });
    end = link;
  }
  return { decisions, end };
}
