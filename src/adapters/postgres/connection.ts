import pg from "pg";
import { storeUnavailable } from "./errors.ts";

/** A server that does not take a connection for this long takes none. */
const CONNECT_TIMEOUT_MS = 3_000;
/** A statement that takes longer hangs; its transaction must not hold its locks for ever. */
const STATEMENT_TIMEOUT_MS = 10_000;

export function clientConfig(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `writ ${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    // The server says when it wants an answer; a network that swallows packets says nothing.
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
}

/** @throws WritError unavailable */
export async function connectClient(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(url, name));
  // Without a listener the loss of an idle connection would end the process; who uses it next finds out.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw storeUnavailable(error);
  }
}
