import { Unanswered } from "../errors.ts";
import type { Decision } from "../types.ts";
import { isToolError, type McpMessage, type RequestId, resultOf } from "./message.ts";

interface Entry {
  /** Gives up the question to Writ. */
  readonly asking: AbortController;
  /** Set when the request has gone on. */
  decision?: Decision;
  readonly answered: PromiseWithResolvers<unknown>;
}

/** The requests of one direction that are being asked about or run. */
export class Pending {
  readonly #entries = new Map<RequestId, Entry>();

  /** @returns undefined if a request with this id is under way */
  open(id: RequestId): Entry | undefined {
    if (this.#entries.has(id)) return undefined;
    const answered = Promise.withResolvers<unknown>();
    // Nobody waits for it while the question is still open.
    answered.promise.catch(() => undefined);
    const entry: Entry = { asking: new AbortController(), answered };
    this.#entries.set(id, entry);
    return entry;
  }

  close(id: RequestId): void {
    this.#entries.delete(id);
  }

  decisionOf(id: RequestId): Decision | undefined {
    return this.#entries.get(id)?.decision;
  }

  /** What came of a request that has gone on. */
  answer(response: McpMessage & { readonly id: RequestId }): void {
    const answered = this.#entries.get(response.id)?.answered;
    try {
      const result = resultOf(response);
      if (isToolError(result)) throw new Error("the tool failed");
      answered?.resolve(result);
    } catch (error) {
      answered?.reject(error);
    }
  }

  /** @returns whether the request was still being asked about: then it never goes on */
  cancel(id: RequestId): boolean {
    const entry = this.#entries.get(id);
    entry?.asking.abort();
    entry?.answered.reject(new Unanswered("cancelled"));
    return entry !== undefined && entry.decision === undefined;
  }

  /** The connection is gone: what was under way may or may not have run. */
  end(): void {
    for (const { asking, answered } of this.#entries.values()) {
      asking.abort();
      answered.reject(new Unanswered("unknown"));
    }
  }
}
