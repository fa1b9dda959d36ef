import type pg from "pg";
import type { RevocationReason } from "../../domain/revocation.ts";
import { type RevokedBy, revokeGrants } from "./revoke.ts";

/** By then every replica has heard of it, and has recorded what it was deciding. */
const SETTLED_MS = 2_000;

/**
 * Revokes what is granted while replicas do not know yet. Should this process end before: whoever takes a grant looks at what it hangs on.
 * @param nowMs when what they hang on ended
 * @param still whether it is still at its end then
 */
export function revokeLate(
  pool: pg.Pool,
  tenant: string,
  grants: RevokedBy,
  reason: RevocationReason,
  nowMs: number,
  still: () => Promise<boolean> = async () => true,
): void {
  const revoke = async () => {
    if (await still()) await revokeGrants(pool, tenant, grants, reason, nowMs + SETTLED_MS);
  };
  setTimeout(() => revoke().catch(() => {}), SETTLED_MS).unref();
}
