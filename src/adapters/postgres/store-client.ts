import pg from "pg";
import { databaseServers } from "../../domain/database-servers.ts";
import { WritError } from "../../domain/errors.ts";

/** A server that is there ends a connection at once; one that stands still never does. */
const END_PATIENCE_MS = 1_000;

/** By URL with several servers: which of them is tried next. All connections of a process follow the primary together. */
const nextOf = new Map<string, number>();

/** The connections of this process, by server. */
const living = new Map<string, Set<StoreClient>>();

/**
 * Ends every connection of this process to the server of the URL without a word: it has fallen silent. Who waits for an answer is told at
 * once, and not when the patience for it ends, which is minutes where a table is read whole.
 * @param url of one server or several; without it, of all
 */
export function cutConnections(url?: string): void {
  const servers = url === undefined ? [...living.keys()] : serversOf(url);
  for (const server of servers) for (const client of living.get(server) ?? []) client.cut();
}

/** The server of a URL that took connections last, or that is to be tried next. */
export function preferredServer(url: string): string {
  const servers = serversOf(url);
  return servers[(nextOf.get(url) ?? 0) % servers.length] ?? url;
}

export function serversOf(url: string): readonly string[] {
  return databaseServers(url) ?? [url];
}

/** As pg's pool calls it: without an error where there is none. */
type Done = (error?: Error) => void;

/**
 * A connection to the server of the URL that takes writes: a standby is refused, and the next connection tries the next server.
 * It ends in bounded time, whether or not its server still answers.
 */
export class StoreClient extends pg.Client {
  readonly #url: string;
  readonly #server: string;

  /** @param config whose `connectionString` may name several servers */
  constructor(config: pg.ClientConfig = {}) {
    const url = config.connectionString ?? "";
    const server = preferredServer(url);
    super({ ...config, connectionString: server });
    this.#url = url;
    this.#server = server;
    // Without a listener its loss would end the process, at any moment of its life; who uses it next finds out.
    this.on("error", () => {});
  }

  override connect(): Promise<pg.Client>;
  override connect(done: Done): void;
  override connect(done?: Done): Promise<pg.Client> | undefined {
    const connected = this.#connect();
    if (done === undefined) return connected;
    connected.then(() => done(), done);
    return undefined;
  }

  override end(): Promise<void>;
  override end(done: Done): void;
  override end(done?: Done): Promise<void> | undefined {
    const late = setTimeout(() => this.cut(), END_PATIENCE_MS);
    const ended = super.end().finally(() => clearTimeout(late));
    if (done === undefined) return ended;
    ended.then(() => done(), done);
    return undefined;
  }

  /** The server that it is connected to. */
  get server(): string {
    return this.#server;
  }

  /** Ends it without a word to the server; whoever waits for an answer is told. */
  cut(): void {
    this.connection.stream.destroy();
  }

  /** The server is of no use: the next connection tries the next one. Does nothing when another connection has found out before. */
  passOver(): void {
    if (preferredServer(this.#url) === this.#server) nextOf.set(this.#url, (nextOf.get(this.#url) ?? 0) + 1);
  }

  #live(): void {
    const others = living.get(this.#server) ?? new Set();
    living.set(this.#server, others.add(this));
    this.once("end", () => {
      others.delete(this);
      if (others.size === 0) living.delete(this.#server);
    });
  }

  async #connect(): Promise<pg.Client> {
    this.#live();
    try {
      await super.connect();
      const { rows } = await this.query<{ standby: boolean }>("select pg_is_in_recovery() as standby");
      if (rows[0]?.standby !== false) throw new WritError("unavailable", "the database server is a standby");
      return this;
    } catch (error) {
      this.passOver();
      await this.end().catch(() => {});
      throw error;
    }
  }
}

/** Whether the server refuses writes now: a setting that it may take back at any time. @throws WritError unavailable when it does */
export async function refuseReadOnly(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ read_only: string }>(
    "select current_setting('transaction_read_only') as read_only",
  );
  if (rows[0]?.read_only !== "off") throw new WritError("unavailable", "the database is read-only");
}
