import pg from "pg";

/**
 * The role as which a tenant's statements run: it owns nothing and row level security holds for it. Roles belong to the whole server, so
 * that all of Writ's databases there share it; it can log in nowhere.
 */
export const TENANT_ROLE = "writ_tenant";

/** Until the transaction ends, whatever ends it: a connection is never left as a tenant. */
export const ACT_AS = `select set_config('role', '${TENANT_ROLE}', true), set_config('writ.tenant', $1, true)`;

/** The beginning of a tenant's transaction, as one simple query: one round trip. */
export function beginAs(tenant: string): string {
  return `begin; ${ACT_AS.replace("$1", () => pg.escapeLiteral(tenant))}`;
}
