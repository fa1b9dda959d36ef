/** What the demo reads of an answer; everything else a gateway may ignore. */
export interface Answer {
  readonly decision_id: string;
  readonly effect: string;
  readonly reasons: readonly { readonly code: string }[];
  readonly approval?: unknown;
}

/** How a gateway asks: over HTTP or over gRPC. Rejects on anything that is no decision. */
export interface Gateway {
  readonly protocol: "http" | "grpc";
  decide(request: Record<string, unknown>): Promise<Answer>;
  report(decisionId: string, outcome: Record<string, unknown>): Promise<void>;
  close(): void;
}
