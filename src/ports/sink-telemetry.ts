/** What is counted of what is brought to webhooks and sinks. */
export interface SinkTelemetry {
  counted(result: "delivered" | "failed" | "dead", count: number): void;
  pending(count: number): void;
}
