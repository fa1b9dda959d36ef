import pg from "pg";
import { storeUnavailable } from "./errors.ts";

/** A server that does not take a connection for this long takes none. */
const CONNECT_TIMEOUT_MS = 3_000;
/** A statement that takes longer hangs; its transaction must not hold its locks for ever. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** The system's own patience with a silent peer is two hours, in which a listener would not hear what is completed. */
const KEEP_ALIVE_MS = 10_000;

/** @param patienceMs how long one statement may take */
export function clientConfig(url: string, name: string, patienceMs = STATEMENT_TIMEOUT_MS): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `writ ${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: patienceMs,
    idle_in_transaction_session_timeout: patienceMs,
    // The server says when it wants an answer; a network that swallows packets says nothing.
    query_timeout: patienceMs + CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

/** @throws WritError unavailable */
export async function connectClient(url: string, name: string, patienceMs?: number): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(url, name, patienceMs));
  // Without a listener the loss of an idle connection would end the process; who uses it next finds out.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw storeUnavailable(error);
  }
}
