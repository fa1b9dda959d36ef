import pg from "pg";
import { ACT_AS } from "./act-as.ts";

/** What of pg's connection a query writes to. */
interface Wire {
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  parse(message: { readonly name: string; readonly text: string }): void;
  bind(message: { readonly portal: string; readonly statement: string; readonly values: readonly string[] }): void;
  execute(message: { readonly portal: string; readonly rows: number }): void;
}

/** What of pg's query is not among its types: it sends a statement's messages up to `Sync`, and is told of the answers to them. */
interface Messages {
  requiresPreparation(): boolean;
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
}

const Statement = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: undefined,
  callback: (error: Error | null, result: pg.QueryResult) => void,
) => Messages & pg.Submittable;

const PRELUDE = "writ act as";

/**
 * A statement that runs as a tenant, in one round trip: two statements of the extended protocol before one `Sync` are one transaction
 * (PostgreSQL protocol, "Pipelining"), and what the first one sets ends with it. So no connection is ever left as a tenant, and no
 * pooler that hands connections on after each transaction can come between the two.
 */
export class TenantQuery extends Statement {
  readonly #tenant: string;
  readonly #prelude: string;
  #acting = true;

  /** @param named whether statements may be kept prepared on the connection */
  constructor(
    tenant: string,
    config: pg.QueryConfig,
    named: boolean,
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(config, undefined, callback);
    this.#tenant = tenant;
    this.#prelude = named ? PRELUDE : "";
  }

  /** The simple protocol knows no pipeline. */
  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: Wire): void {
    const statement = this.#prelude;
    const { parsedStatements } = connection as { parsedStatements: Record<string, string> };
    if (statement === "" || parsedStatements[statement] === undefined) {
      connection.parse({ name: statement, text: ACT_AS });
      if (statement !== "") parsedStatements[statement] = ACT_AS;
    }
    connection.bind({ portal: "", statement, values: [this.#tenant] });
    connection.execute({ portal: "", rows: 0 });
    super.prepare(connection);
  }

  /** The first answer is that of the prelude, and says nothing. */
  override handleDataRow(message: unknown): void {
    if (!this.#acting) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#acting) this.#acting = false;
    else super.handleCommandComplete(message, connection);
  }
}
