import type pg from "pg";
import { throughPooler } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";
import { inTransaction } from "../transaction.ts";
import { beginAs } from "./act-as.ts";
import { TenantQuery } from "./tenant-query.ts";

/** A statement, kept prepared on its connection where it has a name. */
export type TenantStatement = string | { readonly name: string; readonly text: string };

/**
 * The database as one tenant at a time sees it: row level security shows and changes that tenant's rows only, whatever a statement says.
 * Nothing else can be done by it: what is done for all tenants at once takes a `pg.Pool`.
 */
export interface TenantPool {
  /** One statement, in one round trip. @throws WritError unavailable */
  query<R extends pg.QueryResultRow>(
    tenant: string,
    statement: TenantStatement,
    values: readonly unknown[],
  ): Promise<pg.QueryResult<R>>;
  /** As `inTransaction`. @throws WritError */
  transaction<T>(tenant: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
}

export function tenantPool(pool: pg.Pool): TenantPool {
  const named = !throughPooler(pool.options.connectionString ?? "");
  return {
    query: (tenant, statement, values) =>
      query(pool, tenant, { ...configOf(statement, named), values: [...values] }, named),
    transaction: (tenant, work) => inTransaction(pool, work, beginAs(tenant)),
  };
}

/** Behind a pooler the next statement runs on another connection, which has nothing prepared. */
function configOf(statement: TenantStatement, named: boolean): { readonly text: string; readonly name?: string } {
  if (typeof statement === "string") return { text: statement };
  return named ? statement : { text: statement.text };
}

async function query<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  tenant: string,
  config: pg.QueryConfig,
  named: boolean,
): Promise<pg.QueryResult<R>> {
  let client: pg.PoolClient | undefined;
  try {
    const lent = await pool.connect();
    client = lent;
    const result = await new Promise<pg.QueryResult<R>>((resolve, reject) => {
      lent.query(
        new TenantQuery(tenant, config, named, (error, answer) => {
          if (error === null) resolve(answer as pg.QueryResult<R>);
          else reject(error);
        }),
      );
    });
    lent.release();
    return result;
  } catch (error) {
    // As pg's own pool does: nobody knows what such a connection is good for.
    client?.release(true);
    throw storeUnavailable(error);
  }
}
