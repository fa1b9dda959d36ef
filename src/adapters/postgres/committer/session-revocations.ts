import pg from "pg";
import type { RecordEntry } from "../../../domain/record.ts";

/**
 * Statements that revoke the grants of sessions that a policy revoked: behind the rows of the same transaction, so that a
 * grant which came with that decision ends with it too.
 */
export function sessionRevocations(entries: readonly RecordEntry[]): readonly string[] {
  return entries.flatMap(({ session, decision }) => {
    if (session?.revokes !== true) return [];
    const [tenant, id, at] = [session.tenant, session.next.id, new Date(decision.at_ms).toISOString()].map((text) =>
      pg.escapeLiteral(text),
    );
    return [
      `insert into writ.revocations (tenant, grant_id, reason, at)
       select tenant, id, 'session_revoked', ${at} from writ.grants
       where tenant = ${tenant} and session = ${id} and session_epoch < ${session.next.epoch} and expires_at > ${at}
       order by id for no key update
       on conflict do nothing`,
    ];
  });
}
