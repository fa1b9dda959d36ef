import { WritError } from "../../domain/errors.ts";
import type { ApprovalNews } from "../../ports/approval-store.ts";
import type { Subscription } from "./listener.ts";

/** Each holds a request open, and is a gateway whose agent does nothing else. */
const MAX_WAITERS = 1_000;
const RETRY_AFTER_MS = 1_000;

/** Wakes whoever waits for an approval when something happens to it. */
export class ApprovalChanges implements ApprovalNews, Subscription {
  readonly channel = "writ_approvals";
  readonly changes = { from: "writ.approvals t", payload: "json_build_array(t.tenant, t.id)::text" };
  readonly #waiting = new Map<string, Set<() => void>>();
  #count = 0;

  /** Nobody knows what was missed until now: all look again. */
  async load(): Promise<void> {
    for (const wake of [...this.#waiting.values()].flatMap((those) => [...those])) wake();
  }

  hear(payload: string): void {
    const [tenant, id] = JSON.parse(payload) as [string, string];
    for (const wake of [...(this.#waiting.get(keyOf(tenant, id)) ?? [])]) wake();
  }

  async changed(tenant: string, id: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#count >= MAX_WAITERS) {
      throw new WritError("resource_exhausted", "too many wait for approvals", { retryAfterMs: RETRY_AFTER_MS });
    }
    this.#count++;
    const key = keyOf(tenant, id);
    const those = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, those);
    let wake = (): void => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
      those.add(resolve);
      signal.addEventListener("abort", wake, { once: true });
      if (signal.aborted) resolve();
    });
    const late = setTimeout(wake, timeoutMs);
    try {
      await woken;
    } finally {
      clearTimeout(late);
      signal.removeEventListener("abort", wake);
      this.#count--;
      those.delete(wake);
      if (those.size === 0) this.#waiting.delete(key);
    }
  }
}

/** Parted by a character that PostgreSQL keeps in no text. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}\u0000${id}`;
}
