import type pg from "pg";
import { CHANGE_KINDS, type ChangeKind } from "../../domain/bundle-state.ts";
import type { Comparison, ComparisonSink } from "../../ports/bundle-store.ts";
import { digestBytes } from "./digests.ts";
import { inTransaction } from "./transaction.ts";

/** How often a worker writes what it compared; nobody waits for it. */
const FLUSH_MS = 1_000;

/** Differences of one flush that are kept; a candidate that differs everywhere says so in the counts. */
const MAX_DIFFERENCES_A_FLUSH = 200;

/** Differences that are kept of a tenant, some 300 bytes each: the newest. */
const MAX_DIFFERENCES_KEPT = 20_000;

/** Old rows are removed every so many flushes that wrote any. */
const PRUNE_EVERY = 30;

interface Counts {
  readonly comparison: Pick<Comparison, "tenant" | "mode" | "active" | "candidate">;
  readonly kinds: Record<ChangeKind, number>;
  judged: number;
  different: number;
  sinceMs: number;
  untilMs: number;
}

/** Counts every comparison and keeps some differences, written behind by one timer. What the store does not take is lost. */
export class ComparisonWriter implements ComparisonSink {
  readonly #pool: pg.Pool;
  readonly #lost: (count: number) => void;
  #counts = new Map<string, Counts>();
  #differences: Comparison[] = [];
  #dropped = 0;
  #flushes = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  /** @param lost is told how many comparisons could not be written */
  constructor(pool: pg.Pool, lost: (count: number) => void) {
    this.#pool = pool;
    this.#lost = lost;
  }

  add(comparison: Comparison): void {
    const { tenant, mode, active, candidate, kinds, at_ms } = comparison;
    const key = [tenant, mode, active, candidate].join(" ");
    const counts = this.#counts.get(key) ?? newCounts(comparison);
    this.#counts.set(key, counts);
    counts.judged++;
    counts.sinceMs = Math.min(counts.sinceMs, at_ms);
    counts.untilMs = Math.max(counts.untilMs, at_ms);
    for (const kind of kinds) counts.kinds[kind]++;
    if (kinds.length > 0) {
      counts.different++;
      if (this.#differences.length < MAX_DIFFERENCES_A_FLUSH) this.#differences.push(comparison);
    }
    this.#schedule();
  }

  dropped(): void {
    this.#dropped++;
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#flush();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#flush();
    }, FLUSH_MS);
  }

  async #flush(): Promise<void> {
    const counts = [...this.#counts.values()];
    const differences = this.#differences;
    const dropped = this.#dropped;
    if (counts.length === 0) return;
    this.#counts = new Map();
    this.#differences = [];
    this.#dropped = 0;
    try {
      await inTransaction(this.#pool, async (client) => {
        // The drops are nobody's in particular: they count for the pair that was compared last.
        for (const [index, pair] of counts.entries()) await addCounts(client, pair, index === 0 ? dropped : 0);
        if (differences.length > 0) await addDifferences(client, differences);
      });
      if (differences.length > 0 && ++this.#flushes % PRUNE_EVERY === 1) await this.#prune(counts);
    } catch {
      this.#lost(counts.reduce((sum, { judged }) => sum + judged, 0));
    }
  }

  async #prune(counts: readonly Counts[]): Promise<void> {
    for (const tenant of new Set(counts.map(({ comparison }) => comparison.tenant))) {
      await this.#pool.query(
        `delete from writ.bundle_differences where tenant = $1 and at <
           (select at from writ.bundle_differences where tenant = $1 order by at desc offset $2 limit 1)`,
        [tenant, MAX_DIFFERENCES_KEPT],
      );
    }
  }
}

function newCounts({ tenant, mode, active, candidate, at_ms }: Comparison): Counts {
  const kinds = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  const comparison = { tenant, mode, active, candidate };
  return { comparison, kinds, judged: 0, different: 0, sinceMs: at_ms, untilMs: at_ms };
}

async function addCounts(client: pg.PoolClient, counts: Counts, dropped: number): Promise<void> {
  const { comparison, kinds, judged, different, sinceMs, untilMs } = counts;
  const { tenant, mode, active, candidate } = comparison;
  const columns = ["judged", "different", "dropped", ...CHANGE_KINDS.map((kind) => `"${kind}"`)];
  const values = [judged, different, dropped, ...CHANGE_KINDS.map((kind) => kinds[kind])];
  await client.query(
    `insert into writ.bundle_comparisons as c (tenant, mode, active, candidate, since, until, ${columns.join(", ")})
     values ($1, $2, $3, $4, $5, $6, ${values.map((_, index) => `$${index + 7}`).join(", ")})
     on conflict (tenant, active, candidate, mode) do update set
       ${columns.map((column) => `${column} = c.${column} + excluded.${column}`).join(", ")},
       since = least(c.since, excluded.since), until = greatest(c.until, excluded.until)`,
    [tenant, mode, digestBytes(active), digestBytes(candidate), new Date(sinceMs), new Date(untilMs), ...values],
  );
}

async function addDifferences(client: pg.PoolClient, differences: readonly Comparison[]): Promise<void> {
  const rows = differences.map((difference) => ({
    ...difference,
    at: new Date(difference.at_ms),
    active: `\\x${digestBytes(difference.active).toString("hex")}`,
    candidate: `\\x${digestBytes(difference.candidate).toString("hex")}`,
  }));
  await client.query(
    `insert into writ.bundle_differences
       (tenant, at, decision_id, active, candidate, mode, kinds, agent, tool, verb, active_effect, candidate_effect,
        active_reason, candidate_reason)
     select tenant, at, decision_id, active, candidate, mode, kinds, agent, tool, verb, active_effect, candidate_effect,
       active_reason, candidate_reason
     from json_populate_recordset(null::writ.bundle_differences, $1) on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}
