import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadSync, type MethodDefinition } from "@grpc/proto-loader";
import { onTestFinished } from "vitest";

// A receiver of OTLP over HTTP with protobuf that keeps what it gets, in the place of a collector.

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly status: number;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ReceivedLog {
  readonly traceId: string;
  readonly spanId: string;
  readonly body: string;
  readonly eventName: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly logs: ReceivedLog[];
  readonly headers: IncomingHttpHeaders[];
  /** All bytes that came. */
  readonly bytes: Buffer[];
}

interface KeyValue {
  readonly key: string;
  readonly value: { readonly string_value?: string };
}

interface Traces {
  readonly resource_spans: readonly { readonly scope_spans: readonly { readonly spans: readonly Span[] }[] }[];
}

interface Span {
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly parent_span_id: Buffer;
  readonly name: string;
  readonly start_time_unix_nano: string;
  readonly end_time_unix_nano: string;
  readonly status: { readonly code: number } | null;
  readonly attributes: readonly KeyValue[];
}

interface Logs {
  readonly resource_logs: readonly { readonly scope_logs: readonly { readonly log_records: readonly Log[] }[] }[];
}

interface Log {
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly event_name: string;
  readonly body: { readonly string_value?: string };
  readonly attributes: readonly KeyValue[];
}

const PROTO = fileURLToPath(new URL("otlp.proto", import.meta.url));

/** A receiver that is gone after the test. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const options = { keepCase: true, longs: String, defaults: true, arrays: true, bytes: Buffer };
  const methods = loadSync(PROTO, options)["otlp.Collector"] as Readonly<
    Record<string, MethodDefinition<object, object>>
  >;
  const received: Omit<OtlpReceiver, "url"> = { spans: [], logs: [], headers: [], bytes: [] };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    received.headers.push(request.headers);
    received.bytes.push(body);
    if (request.url === "/v1/traces")
      received.spans.push(...spansOf(methods["Traces"]?.requestDeserialize(body) as Traces));
    if (request.url === "/v1/logs") received.logs.push(...logsOf(methods["Logs"]?.requestDeserialize(body) as Logs));
    response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ...received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function spansOf({ resource_spans }: Traces): readonly ReceivedSpan[] {
  const spans = resource_spans.flatMap(({ scope_spans }) => scope_spans.flatMap((scope) => scope.spans));
  return spans.map((span) => ({
    traceId: span.trace_id.toString("hex"),
    spanId: span.span_id.toString("hex"),
    parentSpanId: span.parent_span_id.toString("hex"),
    name: span.name,
    startNs: BigInt(span.start_time_unix_nano),
    endNs: BigInt(span.end_time_unix_nano),
    status: span.status?.code ?? 0,
    attributes: textsOf(span.attributes),
  }));
}

function logsOf({ resource_logs }: Logs): readonly ReceivedLog[] {
  const records = resource_logs.flatMap(({ scope_logs }) => scope_logs.flatMap((scope) => scope.log_records));
  return records.map((record) => ({
    traceId: record.trace_id.toString("hex"),
    spanId: record.span_id.toString("hex"),
    body: record.body.string_value ?? "",
    eventName: record.event_name,
    attributes: textsOf(record.attributes),
  }));
}

function textsOf(attributes: readonly KeyValue[]): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.string_value ?? ""]));
}
