/** What one load process does: which requests, to whom, and what the answers have to be. */
export interface Job {
  readonly protocol: "http" | "grpc-unary" | "grpc-stream" | "grpc-batch" | "ext-authz";
  readonly port: number;
  /** Path of the HTTP request or of the gRPC method. */
  readonly path: string;
  /** JSON bodies for HTTP, messages in base64 for gRPC. */
  readonly requests: readonly string[];
  /** The effects in each request's answer, in order. */
  readonly effects: readonly (readonly string[])[];
  readonly connections: number;
}

/** To the load process: drive for so long with so many in flight. */
export interface Drive {
  readonly inFlight: number;
  readonly seconds: number;
}

/** From the load process, after each Drive. */
export type Outcome =
  | { readonly answers: number; readonly seconds: number; readonly p50_ms: number; readonly p99_ms: number }
  | { readonly failed: string };
