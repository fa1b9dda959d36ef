import type pg from "pg";
import type { RevocationReason } from "../../domain/revocation.ts";

/** What of a grant is what it dies with; $2 is a list. */
const CONDITIONS = {
  id: "id = any($2)",
  decision: "decision_id = any($2)",
  task: "task = any($2) and task <> ''",
  intent: "intent = any($2) and intent <> ''",
  // Those of agents that act for it as well.
  agent: "(agent = any($2) or id = any(array(select writ.grants_on_behalf_of($2, $4))))",
  session: "session = any($2) and session <> ''",
  approval: "approval = any($2) and approval <> ''",
};

/** Exactly one of them: all living grants that hang on it, or on any of several. */
export interface RevokedBy {
  readonly by: keyof typeof CONDITIONS;
  readonly value: string | readonly string[];
}

/**
 * Revokes grants in the transaction of what they die with. It locks them, everywhere in the order of their ids and behind whatever
 * else is locked: one that is being taken is taken before or not at all, and two revocations do not wait for each other.
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
     where tenant = $1 and ${CONDITIONS[by]} and expires_at > $4
     order by id for no key update on conflict do nothing`,
    [tenant, [value].flat(), reason, new Date(nowMs)],
  );
  return rowCount ?? 0;
}
