/** What the load process asks, and what the answers have to be. */
export interface OverloadJob {
  readonly port: number;
  /** The value of the Authorization field; absent for whoever is on this machine. */
  readonly authorization?: string;
  /** JSON bodies. */
  readonly requests: readonly string[];
  /** The effect of each request's decision. */
  readonly effects: readonly string[];
}

/** To the load process: so many requests a second, whatever becomes of them; 0: as many as are answered. */
export interface Order {
  readonly perS: number;
  readonly seconds: number;
  /** Connections in use. */
  readonly inFlight: number;
}

/** From the load process, after each order. */
export interface Told {
  readonly seconds: number;
  readonly offered: number;
  readonly decided: number;
  readonly refused: number;
  /** Requests that found no free connection: the load process was the limit, not the service. */
  readonly unsent: number;
  /** From the first byte sent to the last one read. */
  readonly decided_ms: Quantiles;
  readonly refused_ms: Quantiles;
  /** How late the load process itself was with sending: no answer can be seen sooner. */
  readonly late_ms: Quantiles;
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

export type Report = Told | { readonly failed: string };
