import type pg from "pg";
import type { RevocationReason } from "../../domain/revocation.ts";

/** What of a grant is what it dies with. */
const COLUMNS = {
  id: "id",
  decision: "decision_id",
  task: "task",
  intent: "intent",
  agent: "agent",
  session: "session",
};

/** Exactly one of them: all living grants that hang on it. */
export interface RevokedBy {
  readonly by: keyof typeof COLUMNS;
  readonly value: string;
}

/**
 * Revokes grants in the transaction of what they die with. It locks them: one that is being taken is taken before or not at all.
 * @returns how many were alive
 */
export async function revokeGrants(
  client: Pick<pg.ClientBase, "query">,
  tenant: string,
  { by, value }: RevokedBy,
  reason: RevocationReason,
  nowMs: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into writ.revocations (tenant, grant_id, reason, at)
     select tenant, id, $3, $4 from writ.grants
     where tenant = $1 and ${COLUMNS[by]} = $2 and ${COLUMNS[by]} <> '' and expires_at > $4
     for no key update on conflict do nothing`,
    [tenant, value, reason, new Date(nowMs)],
  );
  return rowCount ?? 0;
}
