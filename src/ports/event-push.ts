/** What a try came to. `problem` is a status or the name of a failure, never a text of the subscriber's. */
export type Delivery =
  | { readonly status: "delivered" }
  /** The subscriber read it and does not want it (RFC 8935 section 2.3): it would say the same again. */
  | { readonly status: "refused"; readonly problem: string }
  | { readonly status: "failed"; readonly problem: string };

/** Brings security event tokens to one subscriber. */
export interface EventPush {
  /** Never rejects; takes a bounded time. */
  deliver(token: string): Promise<Delivery>;
  close(): void;
}
