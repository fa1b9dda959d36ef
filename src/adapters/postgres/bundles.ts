import type pg from "pg";
import type { BundleActivation, BundleOrder, BundleRecord, BundleRefusal } from "../../domain/bundle-state.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { BUNDLE_CHANNEL as CHANNEL, newsText } from "./bundle-news.ts";
import { digestBytes, digestText } from "./digests.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** Refusals are news, not records: an author who saves every minute must not fill the table. */
const MAX_REFUSALS_KEPT = 500;

const BUNDLE_COLUMNS = "digest, name, revision, source, recorded_at, recorded_by, length(archive) as size_bytes";

export function bundleStore(pool: TenantPool): BundleStore {
  const query: Query = async <R extends pg.QueryResultRow>(
    tenant: string,
    text: string,
    values: readonly unknown[],
  ): Promise<R[]> => (await pool.query<R>(tenant, text, values)).rows;
  return {
    ...writers(query),
    find: async (tenant, digest) => {
      const text = `select ${BUNDLE_COLUMNS} from writ.bundles where tenant = $1 and digest = $2`;
      const [row] = await query<BundleRow>(tenant, text, [tenant, digestBytes(digest)]);
      return row === undefined ? undefined : toRecord(tenant, row);
    },
    archive: async (tenant, digest) => {
      const text = "select archive from writ.bundles where tenant = $1 and digest = $2";
      const [row] = await query<{ archive: Buffer }>(tenant, text, [tenant, digestBytes(digest)]);
      return row?.archive;
    },
    order: async (tenant) => {
      const text = "select * from writ.bundle_orders where tenant = $1 order by seq desc limit 1";
      const [row] = await query<OrderRow>(tenant, text, [tenant]);
      return row === undefined ? undefined : toOrder(row);
    },
    bundles: async (tenant, limit) => {
      const text = `select ${BUNDLE_COLUMNS} from writ.bundles where tenant = $1 order by recorded_at desc limit $2`;
      return (await query<BundleRow>(tenant, text, [tenant, limit])).map((row) => toRecord(tenant, row));
    },
    activations: async (tenant, limit) => {
      const text = "select * from writ.bundle_activations where tenant = $1 order by seq desc limit $2";
      return (await query<ActivationRow>(tenant, text, [tenant, limit])).map(toActivation);
    },
    refusals: async (tenant, limit) => {
      const text = "select * from writ.bundle_refusals where tenant = $1 order by seq desc limit $2";
      return (await query<RefusalRow>(tenant, text, [tenant, limit])).map(toRefusal);
    },
  };
}

type Query = <R extends pg.QueryResultRow>(tenant: string, text: string, values: readonly unknown[]) => Promise<R[]>;

function writers(query: Query): Pick<BundleStore, "record" | "setOrder" | "activated" | "refused"> {
  return {
    record: async ({ tenant, digest, name, revision, source, recorded_at_ms, recorded_by }, archive) => {
      const rows = await query(
        tenant,
        `insert into writ.bundles (tenant, digest, name, revision, source, recorded_at, recorded_by, archive)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1`,
        [
          tenant,
          digestBytes(digest),
          name,
          revision,
          source,
          new Date(recorded_at_ms),
          recorded_by,
          Buffer.from(archive),
        ],
      );
      // Other replicas have the same source: they need not wait until it is time to look.
      if (rows.length > 0)
        await query(tenant, "select pg_notify($1, $2)", [CHANNEL, newsText({ tenant, about: "offer" })]);
    },
    setOrder: async ({ tenant, kind, command, digest, passed_over, by, reason, at_ms }) => {
      const bytes = digest === "" ? null : digestBytes(digest);
      await query(
        tenant,
        `with ordered as (
           insert into writ.bundle_orders (tenant, kind, command, digest, passed_over, by, reason, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning tenant)
         select pg_notify($9, $10) from ordered`,
        [
          ...[tenant, kind, command, bytes, passed_over.map(digestBytes), by, reason, new Date(at_ms)],
          ...[CHANNEL, newsText({ tenant, about: "order" })],
        ],
      );
    },
    activated: async ({ tenant, slot, digest, previous, cause, by, reason, at_ms, replica }) => {
      const before = previous === "" ? null : digestBytes(previous);
      await query(
        tenant,
        `insert into writ.bundle_activations (tenant, slot, digest, previous, cause, by, reason, at, replica)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [tenant, slot, digestBytes(digest), before, cause, by, reason, new Date(at_ms), replica],
      );
    },
    refused: async ({ tenant, slot, source, digest, problem, at_ms, replica }) => {
      const bytes = digest === "" ? null : digestBytes(digest);
      await query(
        tenant,
        `insert into writ.bundle_refusals (tenant, slot, source, digest, problem, at, replica)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [tenant, slot, source, bytes, problem, new Date(at_ms), replica],
      );
      await query(
        tenant,
        `delete from writ.bundle_refusals where tenant = $1 and seq <
           (select seq from writ.bundle_refusals where tenant = $1 order by seq desc offset $2 limit 1)`,
        [tenant, MAX_REFUSALS_KEPT - 1],
      );
    },
  };
}

interface BundleRow {
  readonly digest: Buffer;
  readonly name: string;
  readonly revision: string;
  readonly source: string;
  readonly recorded_at: Date;
  readonly recorded_by: string;
  readonly size_bytes: number;
}

function toRecord(tenant: string, row: BundleRow): BundleRecord {
  const { digest, name, revision, source, recorded_at, recorded_by, size_bytes } = row;
  const recorded_at_ms = recorded_at.getTime();
  return { tenant, digest: digestText(digest), name, revision, source, recorded_at_ms, recorded_by, size_bytes };
}

interface OrderRow extends Omit<BundleOrder, "digest" | "passed_over" | "at_ms"> {
  readonly digest: Buffer | null;
  readonly passed_over: readonly Buffer[];
  readonly at: Date;
}

function toOrder({ tenant, kind, command, digest, passed_over, by, reason, at }: OrderRow): BundleOrder {
  const against = passed_over.map(digestText);
  return { tenant, kind, command, digest: textOrNone(digest), passed_over: against, by, reason, at_ms: at.getTime() };
}

interface ActivationRow extends Omit<BundleActivation, "digest" | "previous" | "at_ms"> {
  readonly digest: Buffer;
  readonly previous: Buffer | null;
  readonly at: Date;
}

function toActivation(row: ActivationRow): BundleActivation {
  const { tenant, slot, digest, previous, cause, by, reason, at, replica } = row;
  const before = textOrNone(previous);
  return {
    tenant,
    slot,
    digest: digestText(digest),
    previous: before,
    cause,
    by,
    reason,
    at_ms: at.getTime(),
    replica,
  };
}

interface RefusalRow extends Omit<BundleRefusal, "digest" | "at_ms"> {
  readonly digest: Buffer | null;
  readonly at: Date;
}

function toRefusal({ tenant, slot, source, digest, problem, at, replica }: RefusalRow): BundleRefusal {
  return { tenant, slot, source, digest: textOrNone(digest), problem, at_ms: at.getTime(), replica };
}

function textOrNone(bytes: Buffer | null): string {
  return bytes === null ? "" : digestText(bytes);
}
