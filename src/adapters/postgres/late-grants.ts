import type { RevocationReason } from "../../domain/revocation.ts";
import { type RevokedBy, revokeGrants } from "./revoke.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** By then every replica has heard of it, and has recorded what it was deciding. */
const SETTLED_MS = 2_000;

/**
 * Revokes what is granted while replicas do not know yet. Should this process end before: whoever takes a grant looks at what it hangs on.
 * @param nowMs when what they hang on ended
 * @param still whether it is still at its end then
 */
export function revokeLate(
  pool: TenantPool,
  tenant: string,
  grants: RevokedBy,
  reason: RevocationReason,
  nowMs: number,
  still: () => Promise<boolean> = async () => true,
): void {
  const revoke = async () => {
    if (!(await still())) return;
    await pool.transaction(tenant, (client) => revokeGrants(client, tenant, grants, reason, nowMs + SETTLED_MS));
  };
  setTimeout(() => revoke().catch(() => {}), SETTLED_MS).unref();
}
