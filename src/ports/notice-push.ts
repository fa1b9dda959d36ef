import type { Delivery } from "./event-push.ts";

/** Brings messages to one webhook. */
export interface NoticePush {
  /** Never rejects; takes a bounded time. @param id the same for each try of one message */
  deliver(id: string, body: string): Promise<Delivery>;
  close(): void;
}
