import type { Effect } from "../../domain/decision.ts";
import type { Outcome, StoredDecision } from "../../domain/record.ts";
import type { DecisionFilter, DecisionReader, PageRequest } from "../../ports/record-store.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";
import { timeOf } from "./ulid-time.ts";

/** What `toStored` reads. */
export const COLUMNS = `d.tenant, d.id, d.at, d.request_id, d.caller, d.protocol, d.agent, d.session, d.task, d.tool, d.verb,
  d.effect, d.reason, d.dry_run, d.action_digest, d.policy_digest, d.catalogue_digest,
  d.answer::text as answer, d.input::text as input, d.writer, d.seq, d.hash, d.salt,
  o.status, o.at as reported_at, o.duration_ms, o.result_digest, o.detail::text as detail`;
export const FROM = "writ.decisions d left join writ.outcomes o on o.tenant = d.tenant and o.decision_id = d.id";

/** Filters that compare one column. */
const EQUALS = ["agent", "session", "task", "effect", "verb", "tool", "reason", "request_id"] as const;

export function decisionReader(pool: TenantPool): DecisionReader {
  const query = async (tenant: string, text: string, values: readonly unknown[]): Promise<readonly StoredDecision[]> =>
    (await pool.query<Row>(tenant, text, values)).rows.map(toStored);
  return {
    get: async (tenant, id) => {
      const at = timeOf(id);
      if (at === undefined) return undefined;
      const where = "d.tenant = $1 and d.at = $2 and d.id = $3";
      return (await query(tenant, `select ${COLUMNS} from ${FROM} where ${where}`, [tenant, at, id]))[0];
    },
    list: async (tenant, filter, page) => {
      const found: StoredDecision[] = [];
      for (const window of windows(filter, page)) {
        const { where, values } = conditions(tenant, { ...filter, ...window }, page);
        const limit = page.size - found.length;
        const text = `select ${COLUMNS} from ${FROM} where ${where} order by d.at desc, d.id desc limit ${limit}`;
        found.push(...(await query(tenant, text, values)));
        if (found.length >= page.size) break;
      }
      return found;
    },
  };
}

/** Each as long before the newest record that is wanted; what is older is looked at together. */
const WINDOWS_MS = [86_400_000, 8 * 86_400_000];

/** From inclusive, to exclusive. */
interface Window {
  readonly from_ms: number | undefined;
  readonly to_ms: number | undefined;
}

/** Times to look at one after the other, the newest first: most pages are full with the last day's, and no older partition is touched. */
function windows(filter: DecisionFilter, { after }: PageRequest): readonly Window[] {
  const newest = Math.min(filter.to_ms ?? Number.POSITIVE_INFINITY, after?.at_ms ?? Number.POSITIVE_INFINITY);
  const start = Number.isFinite(newest) ? newest : Date.now();
  const oldest = filter.from_ms ?? Number.NEGATIVE_INFINITY;
  const cuts = WINDOWS_MS.map((back) => start - back).filter((cut) => cut > oldest);
  return [...cuts, filter.from_ms].map((from_ms, index) => ({
    from_ms,
    to_ms: index === 0 ? filter.to_ms : cuts[index - 1],
  }));
}

function conditions(tenant: string, filter: Omit<DecisionFilter, keyof Window> & Window, { after }: PageRequest) {
  const values: unknown[] = [tenant];
  const where = ["d.tenant = $1"];
  const add = (condition: (place: string) => string, value: unknown) => {
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  for (const column of EQUALS) {
    if (filter[column] !== undefined) add((place) => `d.${column} = ${place}`, filter[column]);
  }
  if (filter.from_ms !== undefined) add((place) => `d.at >= ${place}`, new Date(filter.from_ms));
  if (filter.to_ms !== undefined) add((place) => `d.at < ${place}`, new Date(filter.to_ms));
  if (after !== undefined) {
    add((place) => `d.at <= ${place}`, new Date(after.at_ms));
    const at = `$${values.length}`;
    add((place) => `(d.at, d.id) < (${at}, ${place})`, after.id);
  }
  return { where: where.join(" and "), values };
}

export interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly at: Date;
  readonly request_id: string;
  readonly caller: string;
  readonly protocol: string;
  readonly agent: string;
  readonly session: string;
  readonly task: string;
  readonly tool: string;
  readonly verb: string;
  readonly effect: Effect;
  readonly reason: string;
  readonly dry_run: boolean;
  readonly action_digest: Buffer;
  readonly policy_digest: Buffer;
  readonly catalogue_digest: Buffer;
  readonly answer: string;
  readonly input: string;
  readonly writer: string;
  readonly seq: string;
  readonly hash: Buffer;
  readonly salt: Buffer | null;
  readonly status: Outcome["status"] | null;
  readonly reported_at: Date | null;
  readonly duration_ms: string | null;
  readonly result_digest: Buffer | null;
  readonly detail: string | null;
}

export function toStored(row: Row): StoredDecision {
  const { at, status: _s, reported_at: _r, duration_ms: _d, result_digest: _g, detail: _t, salt, ...columns } = row;
  const outcome = toOutcome(row);
  return {
    ...columns,
    at_ms: at.getTime(),
    action_digest: digest(row.action_digest),
    policy_digest: digest(row.policy_digest),
    catalogue_digest: digest(row.catalogue_digest),
    seq: Number(row.seq),
    ...(salt === null ? {} : { salt }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function toOutcome({ tenant, id, status, reported_at, duration_ms, result_digest, detail }: Row): Outcome | undefined {
  if (status === null || reported_at === null || detail === null) return undefined;
  return {
    tenant,
    decision_id: id,
    at_ms: reported_at.getTime(),
    status,
    ...(duration_ms === null ? {} : { duration_ms: Number(duration_ms) }),
    ...(result_digest === null ? {} : { result_digest: digest(result_digest) }),
    detail,
  };
}

function digest(bytes: Buffer): string {
  return `sha256:${bytes.toString("hex")}`;
}
