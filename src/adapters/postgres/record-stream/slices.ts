import pg from "pg";
import type { DecisionFilter } from "../../../ports/record-store.ts";
import type { RecordPlace, RecordSelection, RecordSlice } from "../../../ports/record-stream.ts";

/** Filters that compare one column. */
const EQUALS = ["agent", "session", "task", "effect", "verb", "tool", "reason", "request_id"] as const;

interface Row {
  readonly at_us: string;
  readonly id: string;
  readonly n: string;
  readonly total: string;
}

/** Cuts what is selected where every so many records end. COPY takes no parameters: all values are literals here. */
export async function cutSlices(
  client: pg.ClientBase,
  { tenant, filter, limit }: RecordSelection,
  recordsEach: number,
): Promise<readonly RecordSlice[]> {
  const newest = limit === undefined ? "" : `order by d.at desc, d.id desc limit ${limit}`;
  const { rows } = await client.query<Row>(
    `with picked as (select d.at, d.id from writ.decisions d where ${selected(tenant, filter)} ${newest}),
       numbered as (select at, id, row_number() over (order by at, id) - 1 as n, count(*) over () as total from picked)
     select (extract(epoch from at) * 1000000)::bigint::text as at_us, id, n::text, total::text
     from numbered where n % ${recordsEach} = 0 order by numbered.n`,
  );
  const total = Number(rows[0]?.total ?? 0);
  return rows.map(({ at_us, id, n }, index) => {
    const next = rows[index + 1];
    return {
      tenant,
      filter,
      from: { at_us, id },
      ...(next === undefined ? {} : { to: { at_us: next.at_us, id: next.id } }),
      records: Number(next?.n ?? total) - Number(n),
    };
  });
}

/** The condition under which a decision is in the slice. A row is compared as a whole for its place, and its time for its partition. */
export function inSlice({ tenant, filter, from, to }: RecordSlice): string {
  const bounds = [`d.at >= ${time(from)}`, `(d.at, d.id) >= (${time(from)}, ${literal(from.id)})`];
  if (to !== undefined) bounds.push(`d.at <= ${time(to)}`, `(d.at, d.id) < (${time(to)}, ${literal(to.id)})`);
  return [selected(tenant, filter), ...bounds].join(" and ");
}

/** The condition under which a follow-up is one of what is selected. */
export function followingUp({ tenant, filter, limit }: RecordSelection): string {
  const ofTenant = `f.tenant = ${literal(tenant)}`;
  const { from_ms, to_ms, ...named } = filter;
  if (limit === undefined && Object.keys(named).length === 0) {
    const since = from_ms === undefined ? [] : [`f.at >= ${milliseconds(from_ms)}`];
    const until = to_ms === undefined ? [] : [`f.at < ${milliseconds(to_ms)}`];
    return [ofTenant, ...since, ...until].join(" and ");
  }
  const newest = limit === undefined ? "" : `order by d.at desc, d.id desc limit ${limit}`;
  const decisions = `select d.id from writ.decisions d where ${selected(tenant, filter)} ${newest}`;
  return `${ofTenant} and f.decision_id in (${decisions})`;
}

function selected(tenant: string, filter: DecisionFilter): string {
  const where = [`d.tenant = ${literal(tenant)}`];
  for (const column of EQUALS) {
    const value = filter[column];
    if (value !== undefined) where.push(`d.${column} = ${literal(value)}`);
  }
  if (filter.from_ms !== undefined) where.push(`d.at >= ${milliseconds(filter.from_ms)}`);
  if (filter.to_ms !== undefined) where.push(`d.at < ${milliseconds(filter.to_ms)}`);
  return where.join(" and ");
}

function time({ at_us }: RecordPlace): string {
  return `('epoch'::timestamptz + ${BigInt(at_us)} * interval '1 microsecond')`;
}

function milliseconds(ms: number): string {
  return `('epoch'::timestamptz + ${BigInt(ms)} * interval '1 millisecond')`;
}

function literal(text: string): string {
  return pg.escapeLiteral(text);
}
