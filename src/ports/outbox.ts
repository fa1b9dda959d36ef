/** Something that was queued for one receiver, who has not taken it yet. */
export interface Queued {
  /** The same for each try. */
  readonly id: string;
  /** Tries that failed. */
  readonly attempts: number;
  /** Since it was queued. */
  readonly age_s: number;
}

/** Of all replicas one has it, by the database's clock. Every method rejects with `unavailable`. */
export interface Lease {
  /** Who holds it may renew it. @returns whether the holder has it now */
  lease(tenant: string, name: string, holder: string, duration_s: number): Promise<boolean>;
  /** The next one need not wait for the lease to run out. */
  release(tenant: string, name: string, holder: string): Promise<void>;
}

/** What has to be told, kept in the transaction of its cause. Every method rejects with `unavailable`. */
export interface Outbox<Event extends Queued, Kind extends string = string> extends Lease {
  /** These are the tenant's receivers from now on, and nobody else. */
  subscribe(
    tenant: string,
    receivers: readonly { readonly name: string; readonly events: readonly Kind[] }[],
  ): Promise<void>;
  /** What is due: of each subject the oldest event only, the oldest first. */
  due(tenant: string, receiver: string, limit: number): Promise<readonly Event[]>;
  delivered(tenant: string, receiver: string, id: string): Promise<void>;
  failed(tenant: string, receiver: string, id: string, delay_s: number, problem: string): Promise<void>;
  dead(tenant: string, receiver: string, id: string, problem: string): Promise<void>;
}

export interface ReceiverState {
  readonly name: string;
  readonly pending: number;
  /** Seconds; 0 where nothing waits. */
  readonly oldest_s: number;
  readonly dead: number;
  /** What the last failed try of the oldest one came to. */
  readonly problem: string;
}
