import pg from "pg";
import { clientConfig } from "./connection.ts";

export const BUNDLE_CHANNEL = "writ_bundles";
const RECONNECT_MS = 500;

/** Something that other replicas have done: a person's order was recorded, or a source offered something new. */
export interface BundleNews {
  readonly tenant: string;
  readonly about: "order" | "offer";
}

export function newsText({ tenant, about }: BundleNews): string {
  return JSON.stringify([tenant, about]);
}

/**
 * Hears what other replicas do with bundles. Only a hint to look: what is missed while the connection is lost is found by who
 * looks from time to time.
 */
export class BundleListener {
  readonly #url: string;
  readonly #hear: (news: BundleNews) => void;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, hear: (news: BundleNews) => void) {
    this.#url = url;
    this.#hear = hear;
  }

  /** Tries until it is closed. */
  async open(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#url, "bundle listener"));
    client.on("error", () => {});
    client.on("end", () => this.#reopen());
    client.on("notification", ({ payload }) => {
      const [tenant, about] = JSON.parse(payload ?? "[]") as readonly [string?, BundleNews["about"]?];
      if (tenant !== undefined && about !== undefined) this.#hear({ tenant, about });
    });
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${BUNDLE_CHANNEL}`);
    } catch {
      await client.end().catch(() => {});
      this.#reopen();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => {});
  }

  #reopen(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.open().catch(() => {});
    }, RECONNECT_MS);
  }
}
