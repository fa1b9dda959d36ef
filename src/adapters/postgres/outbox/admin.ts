import { connectClient } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";

/** What a person sees of webhooks and sinks, and may order, whether or not the service runs. */
export interface OutboxAdmin {
  webhooks(): Promise<readonly Row[]>;
  /** Newest first. */
  dead(limit: number): Promise<readonly Row[]>;
  /** What was given up is due again. @param webhook undefined for all @returns how many messages, undefined if there is none of this name */
  retry(webhook: string | undefined): Promise<number | undefined>;
  sinks(): Promise<readonly Row[]>;
  /** The sink gets again what has happened since. @returns whether there is such a sink */
  replay(sink: string, sinceMs: number): Promise<boolean>;
  /** Nothing is kept for the sink any more. @returns whether there was such a sink */
  forget(sink: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Numbers that PostgreSQL gives as text are numbers; times are RFC 3339. */
export type Row = Readonly<Record<string, string | number>>;

/** More is not read by people. */
const TIME = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

const WEBHOOKS = `
  select r.tenant, r.name, count(d.id) filter (where d.dead_at is null)::int as pending, count(d.dead_at)::int as dead,
    coalesce((array_agg(d.problem order by d.seq) filter (where d.dead_at is null and d.attempts > 0))[1], '') as problem
  from writ.webhook_receivers r left join writ.webhook_deliveries d on d.tenant = r.tenant and d.subscriber = r.name
  where $1::text is null or r.tenant = $1
  group by r.tenant, r.name order by r.tenant, r.name`;

const DEAD = `
  select tenant, subscriber as name, id, replace(kind, '_', '.') as event, decision_id, attempts,
    to_char(dead_at at time zone 'UTC', ${TIME}) as dead_at, problem
  from writ.webhook_deliveries where dead_at is not null and ($1::text is null or tenant = $1)
  order by dead_at desc, seq desc limit $2`;

const RETRY = `
  with again as (
    update writ.webhook_deliveries set dead_at = null, attempts = 0, problem = '', next_at = now(), created_at = now()
    where dead_at is not null and ($1::text is null or tenant = $1) and ($2::text is null or subscriber = $2) returning 1
  )
  select count(*)::int as count, pg_notify('writ_webhooks', '') from again`;

const SINKS = `
  select s.tenant, s.name, coalesce(to_char(s.delivered_at at time zone 'UTC', ${TIME}), '') as delivered_at, s.problem,
    coalesce((select string_agg(stream || ' ' || xid::text, ', ' order by stream) from writ.sink_cursors c
      where c.tenant = s.tenant and c.sink = s.name), '') as place
  from writ.sinks s where s.name !~ ' ' and ($1::text is null or s.tenant = $1) order by s.tenant, s.name`;

// Only back: what has not arrived is behind the place already.
const REPLAY = `
  update writ.sink_cursors c set after_id = '', xid = least(c.xid, coalesce(
    case c.stream
      when 'decisions' then (select min(xid) from writ.decisions d where d.tenant = c.tenant and d.at >= $3)
      else (select min(xid) from writ.follow_ups f where f.tenant = c.tenant and f.at >= $3)
    end, c.xid))
  where ($1::text is null or c.tenant = $1) and c.sink = $2`;

const FORGET = "delete from writ.sinks where ($1::text is null or tenant = $1) and name = $2";

/** @param tenant whose; undefined for all @throws WritError unavailable */
export async function outboxAdmin(url: string, tenant?: string): Promise<OutboxAdmin> {
  const client = await connectClient(url, "outbox");
  const query = async (text: string, ...values: readonly unknown[]) => {
    try {
      return await client.query(text, [tenant ?? null, ...values]);
    } catch (error) {
      throw storeUnavailable(error);
    }
  };
  return {
    webhooks: async () => (await query(WEBHOOKS)).rows,
    dead: async (limit) => (await query(DEAD, limit)).rows,
    retry: async (webhook) => {
      const { count } = (await query(RETRY, webhook ?? null)).rows[0] as { count: number };
      if (count > 0 || webhook === undefined) return count;
      return (await query(WEBHOOKS)).rows.some(({ name }) => name === webhook) ? 0 : undefined;
    },
    sinks: async () => (await query(SINKS)).rows,
    replay: async (sink, sinceMs) => ((await query(REPLAY, sink, new Date(sinceMs))).rowCount ?? 0) > 0,
    forget: async (sink) => ((await query(FORGET, sink)).rowCount ?? 0) > 0,
    close: () => client.end().catch(() => {}),
  };
}
