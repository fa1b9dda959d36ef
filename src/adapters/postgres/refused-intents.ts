import type pg from "pg";
import type { IntentRecord, IntentStatus } from "../../domain/intent.ts";
import type { IntentStates } from "../../ports/intent-store.ts";
import type { Subscription } from "./listener.ts";

export const INTENTS_CHANNEL = "writ_intents";

/** What replicas tell each other of an intent, of the columns of its row. */
export const INTENT_TOLD =
  "json_build_array(tenant, id, status, (extract(epoch from expires_at) * 1000)::bigint)::text";

/** A look at all of them for those that have expired costs milliseconds; this many more are worth one. */
const SWEEP_EVERY = 10_000;

/** It is a worker's clock that says whether an intent has expired, and the database's that says which to load. */
const CLOCKS_MAY_DIFFER = "1 hour";

type Refused = "pending" | "denied" | "revoked";

/**
 * Intents that are of no use, in memory until they expire, some 150 bytes each. None is ever forgotten before: a revoked intent must not
 * come back to life because many were revoked.
 */
export class RefusedIntents implements IntentStates, Subscription {
  readonly channel = INTENTS_CHANNEL;
  readonly changes = { from: "writ.intents t", payload: INTENT_TOLD };
  readonly #states = new Map<string, { readonly state: Refused; readonly expiresAtMs: number }>();
  #sweepAt = SWEEP_EVERY;

  async load(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ tenant: string; id: string; status: Refused; expires_at: Date }>(
      `select tenant, id, status, expires_at from writ.intents
       where status <> 'active' and expires_at > now() - interval '${CLOCKS_MAY_DIFFER}'`,
    );
    // What was approved while nobody listened waits no more.
    for (const [key, { state }] of this.#states) if (state === "pending") this.#states.delete(key);
    for (const { tenant, id, status, expires_at } of rows) this.#set(tenant, id, status, expires_at.getTime());
  }

  hear(payload: string): void {
    const [tenant, id, status, expiresAtMs] = JSON.parse(payload) as [string, string, IntentStatus, number];
    this.remember({ tenant, id, status, expires_at_ms: expiresAtMs });
  }

  stateOf(tenant: string, id: string): Refused | undefined {
    return this.#states.get(keyOf(tenant, id))?.state;
  }

  remember({
    tenant,
    id,
    status,
    expires_at_ms,
  }: Pick<IntentRecord, "tenant" | "id" | "status" | "expires_at_ms">): void {
    // Its time refuses it.
    if (status === "expired") return;
    if (status !== "active") this.#set(tenant, id, status, expires_at_ms);
    // An approval that is heard after a revocation happened before it.
    else if (this.stateOf(tenant, id) === "pending") this.#states.delete(keyOf(tenant, id));
  }

  #set(tenant: string, id: string, state: Refused, expiresAtMs: number): void {
    const key = keyOf(tenant, id);
    const known = this.#states.get(key)?.state;
    if (state === "pending" && known !== undefined) return;
    this.#states.set(key, { state, expiresAtMs });
    if (this.#states.size >= this.#sweepAt) this.#sweep();
  }

  #sweep(): void {
    const now = Date.now();
    for (const [key, { expiresAtMs }] of this.#states) if (expiresAtMs <= now) this.#states.delete(key);
    this.#sweepAt = this.#states.size + SWEEP_EVERY;
  }
}

/** An intent's name among all tenants', parted by a character that PostgreSQL keeps in no text. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}\u0000${id}`;
}
