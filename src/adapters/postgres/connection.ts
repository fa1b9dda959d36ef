import pg from "pg";
import { storeUnavailable } from "./errors.ts";
import { preferredServer, StoreClient, serversOf } from "./store-client.ts";

/** A server that does not take a connection for this long takes none. Four round trips, of a second each where the network is bad. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Where another server can be asked instead: after a failover nobody waits for the old primary, which may stand still with its port open. */
const CONNECT_TIMEOUT_OF_SEVERAL_MS = 1_500;
/** A statement that takes longer hangs; its transaction must not hold its locks for ever. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** The system's own patience with a silent peer is two hours, in which a listener would not hear what is completed. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Whether the URL leads to a pooler that hands connections on after each transaction, as `?pgbouncer=true` says: nothing may be left on a
 * connection, prepared or set. (The name of the parameter is the one that other clients of PgBouncer have.)
 */
export function throughPooler(url: string): boolean {
  const server = preferredServer(url);
  return URL.canParse(server) && new URL(server).searchParams.get("pgbouncer") === "true";
}

/** The URL as one that says so. */
export function throughPoolerUrl(url: string): string {
  return throughPooler(url) ? url : `${url}${url.includes("?") ? "&" : "?"}pgbouncer=true`;
}

/** @param patienceMs how long one statement may take */
export function clientConfig(url: string, name: string, patienceMs = STATEMENT_TIMEOUT_MS): pg.ClientConfig {
  return {
    connectionString: preferredServer(url),
    application_name: `writ ${name}`,
    connectionTimeoutMillis: serversOf(url).length > 1 ? CONNECT_TIMEOUT_OF_SEVERAL_MS : CONNECT_TIMEOUT_MS,
    // A pooler refuses a connection that asks for these: there they are settings of the database user.
    ...(throughPooler(url) ? {} : { statement_timeout: patienceMs, idle_in_transaction_session_timeout: patienceMs }),
    // The server says when it wants an answer; a network that swallows packets says nothing.
    query_timeout: patienceMs + CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

/** Connections to lend, opened when they are needed. @param max how many at most */
export function openPool(url: string, name: string, max: number, patienceMs?: number): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(url, name, patienceMs), connectionString: url, Client: StoreClient, max });
  pool.on("error", () => {});
  return pool;
}

/**
 * Tries each server of the URL once, the one first that took connections last.
 * @param use what has to succeed with the connection, for it to be of use
 * @throws WritError unavailable
 */
export async function connectClient(
  url: string,
  name: string,
  patienceMs?: number,
  use: (client: pg.Client) => Promise<void> = async () => {},
): Promise<pg.Client> {
  let last: unknown;
  for (const _ of serversOf(url)) {
    const client = new StoreClient({ ...clientConfig(url, name, patienceMs), connectionString: url });
    try {
      await client.connect();
      await use(client);
      return client;
    } catch (error) {
      client.passOver();
      await client.end().catch(() => {});
      last = error;
    }
  }
  throw storeUnavailable(last);
}
