import type pg from "pg";
import type { Redemption, RefusedRedemption, StoredGrant } from "../../domain/grant.ts";
import type { RedemptionRequest } from "../../ports/grant-store.ts";
import { aliveGrant } from "./grant-life.ts";

/**
 * Takes a grant, in a transaction of its own. The lock comes first, and what the grant hangs on is read behind it: whoever revokes it
 * locks it too, so that what was revoked before is seen, and what comes after comes after.
 */
export async function redeem(
  client: pg.PoolClient,
  request: RedemptionRequest,
): Promise<{ readonly grant: StoredGrant; readonly redemption: Redemption } | RefusedRedemption> {
  const { tenant, grant_id, redemption_id, redeemer, secret_ref, proof, at_ms } = request;
  await client.query("select 1 from writ.grants where tenant = $1 and id = $2 for update", [tenant, grant_id]);
  const grant = await aliveGrant(client, tenant, grant_id, at_ms);
  if ("refusal" in grant) return grant;
  const lives_s = grant.credential_ttl_s;
  const credential_expires_at_ms = lives_s === 0 ? grant.expires_at_ms : at_ms + lives_s * 1000;
  const { rowCount } = await client.query(
    `insert into writ.redemptions
       (tenant, grant_id, id, redeemer, at, secret_ref, credential_expires_at, proof, once)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      tenant,
      grant_id,
      redemption_id,
      redeemer,
      new Date(at_ms),
      secret_ref,
      new Date(credential_expires_at_ms),
      proof === "" ? redemption_id : proof,
      grant.single_use,
    ],
  );
  if (rowCount === 0) return { refusal: grant.single_use ? "grant_used" : "proof_invalid" };
  return { grant, redemption: { id: redemption_id, redeemer, at_ms, secret_ref, credential_expires_at_ms } };
}
