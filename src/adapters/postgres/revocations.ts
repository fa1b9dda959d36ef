import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { LivingRevocation, RevocationReader } from "../../ports/revocation-reader.ts";
import type { Subscription } from "./listener.ts";

/** Notifications that come together are one look: each report of an outcome revokes a grant. */
const MIN_INTERVAL_MS = 50;
/** How often what has expired is forgotten. */
const PRUNE_INTERVAL_MS = 10_000;

interface Row {
  readonly tenant: string;
  readonly grant_id: string;
  readonly at: Date;
  readonly expires_at: Date;
}

// A grant that is in no table (a replica with other data) is kept as long as any grant lives.
const LOAD = `
  select r.tenant, r.grant_id, r.at, coalesce(g.expires_at, r.at + interval '300 s') as expires_at
  from writ.revocations r left join writ.grants g on g.tenant = r.tenant and g.id = r.grant_id
  where r.xid >= $1::xid8 and r.at > now() - interval '1 hour' and coalesce(g.expires_at, r.at + interval '300 s') > now()`;

/** The oldest transaction that was running: what is not visible by now has this number or a higher one. */
const HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text as horizon";

/** Living revoked grants in memory. */
export class LivingRevocations implements Omit<RevocationReader, "current">, Subscription {
  readonly channel = "writ_revocations";
  readonly changes = { from: "writ.revocations t", payload: "''::text" };
  readonly #revoked = new Map<string, Map<string, LivingRevocation>>();
  #horizon = "0";
  #looking: Promise<void> | undefined;
  #again = false;
  #version = 0;
  #prunedAtMs = 0;

  /** Reads all that lives, whatever was read before. */
  async load(client: pg.ClientBase): Promise<void> {
    this.#horizon = "0";
    await this.#look(client);
  }

  hear(_: string, client: pg.ClientBase): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookAgain(client).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  isRevoked(tenant: string, grantId: string): boolean {
    return this.#revoked.get(tenant)?.has(grantId) ?? false;
  }

  living(tenant: string, nowMs: number): readonly LivingRevocation[] {
    return [...(this.#revoked.get(tenant)?.values() ?? [])]
      .filter(({ expires_at_ms }) => expires_at_ms > nowMs)
      .sort((a, b) => (a.grant_id < b.grant_id ? -1 : 1));
  }

  version(): number {
    return this.#version;
  }

  async #lookAgain(client: pg.ClientBase): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#look(client);
      await sleep(MIN_INTERVAL_MS);
    }
  }

  async #look(client: pg.ClientBase): Promise<void> {
    // Before the rows: what begins between the two is read twice, not never.
    const { rows: horizons } = await client.query<{ horizon: string }>(HORIZON);
    const { rows } = await client.query<Row>(LOAD, [this.#horizon]);
    this.#horizon = horizons[0]?.horizon ?? "0";
    for (const { tenant, grant_id, at, expires_at } of rows) this.#add(tenant, grant_id, at, expires_at);
    this.#prune(Date.now());
  }

  #add(tenant: string, grant_id: string, at: Date, expires_at: Date): void {
    let grants = this.#revoked.get(tenant);
    if (grants === undefined) {
      grants = new Map();
      this.#revoked.set(tenant, grants);
    }
    if (grants.has(grant_id)) return;
    grants.set(grant_id, { grant_id, at_ms: at.getTime(), expires_at_ms: expires_at.getTime() });
    this.#version++;
  }

  #prune(nowMs: number): void {
    if (nowMs - this.#prunedAtMs < PRUNE_INTERVAL_MS) return;
    this.#prunedAtMs = nowMs;
    for (const [tenant, grants] of this.#revoked) {
      for (const [id, { expires_at_ms }] of grants) if (expires_at_ms <= nowMs) grants.delete(id);
      if (grants.size === 0) this.#revoked.delete(tenant);
    }
  }
}
