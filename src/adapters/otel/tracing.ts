import { type Attributes, ROOT_CONTEXT, SeverityNumber, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Decision } from "../../domain/decision.ts";
import { parseTraceparent } from "../../domain/trace-context.ts";
import type { TracedDecision, Tracing } from "../../ports/tracing.ts";

/** What waits in one worker for the collector; what does not fit is dropped, and no decision waits for it. */
const MAX_QUEUED = 8_192;
const MAX_BATCH = 512;
const SEND_EVERY_MS = 1_000;
const SEND_TIMEOUT_MS = 5_000;
/** The end of a worker does not wait longer for a collector. */
const CLOSE_MS = 2_000;

export interface TracingOptions {
  /** The base URL of an OTLP/HTTP receiver, without a slash at its end. */
  readonly endpoint: string;
  /** Added to each request, e.g. a credential. */
  readonly headers: Readonly<Record<string, string>>;
  /** `service.instance.id`: this worker. */
  readonly instance: string;
}

export interface OtelTracing extends Tracing {
  /** Sends what waits. */
  close(): Promise<void>;
}

/** A span and a log record for each decision, by OTLP/HTTP with protobuf. Neither has an argument, a token or a person's text. */
export function openTracing({ endpoint, headers, instance }: TracingOptions): OtelTracing {
  const resource = resourceFromAttributes({ "service.name": "writ", "service.instance.id": instance });
  const to = (signal: string) => ({ url: `${endpoint}/v1/${signal}`, headers, timeoutMillis: SEND_TIMEOUT_MS });
  const batches = {
    maxQueueSize: MAX_QUEUED,
    maxExportBatchSize: MAX_BATCH,
    scheduledDelayMillis: SEND_EVERY_MS,
    exportTimeoutMillis: SEND_TIMEOUT_MS,
  };
  const spans = new BatchSpanProcessor({ ...batches, exporter: new OTLPTraceExporter(to("traces")) });
  const records = new BatchLogRecordProcessor({ ...batches, exporter: new OTLPLogExporter(to("logs")) });
  const traces = new TracerProvider({ resource, spanProcessors: [spans] });
  const logs = new LoggerProvider({ resource, processors: [records] });
  const [tracer, logger] = [traces.getTracer("writ"), logs.getLogger("writ")];
  return {
    decided: (traced) => {
      const attributes = attributesOf(traced);
      const { started_ms: startTime, ended_ms: endTime, outcome, steps } = traced;
      const span = tracer.startSpan("decide", { kind: SpanKind.SERVER, startTime, attributes }, parentOf(traced));
      const within = trace.setSpan(ROOT_CONTEXT, span);
      for (const { step, started_ms, ended_ms } of steps) {
        tracer.startSpan(step, { startTime: started_ms }, within).end(ended_ms);
      }
      // A block is an answer like another; only a request that got none has failed.
      if (typeof outcome === "string") span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
      span.end(endTime);
      const severity = severityOf(outcome);
      logger.emit({
        ...severity,
        eventName: "writ.decision",
        body: bodyOf(outcome),
        timestamp: endTime,
        attributes,
        context: within,
      });
    },
    close: async () => {
      const closed = Promise.allSettled([traces.shutdown(), logs.shutdown()]);
      const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      await Promise.race([closed, late]);
    },
  };
}

/** The gateway's span, of another process; none makes this one the first of its trace. */
function parentOf({ traceparent }: TracedDecision) {
  const parent = parseTraceparent(traceparent);
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, flags: traceFlags } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function attributesOf({ admission, request, outcome }: TracedDecision): Attributes {
  const { tenant, caller } = admission;
  const asked = { "writ.tenant": tenant, "writ.protocol": caller.protocol, "writ.request_id": request.request_id };
  return typeof outcome === "string" ? { ...asked, "error.type": outcome } : { ...asked, ...answerOf(outcome) };
}

function answerOf({ decision_id, effect, reasons, action, policy, recorded }: Decision): Attributes {
  return {
    "writ.decision_id": decision_id,
    "writ.effect": effect,
    "writ.reason": reasons[0]?.code ?? "",
    "writ.verb": action.verb,
    "writ.tier": action.tier,
    "writ.tool.server": action.tool.server,
    "writ.tool.name": action.tool.name,
    "writ.policy.digest": policy.digest,
    "writ.recorded": recorded,
  };
}

function bodyOf(outcome: TracedDecision["outcome"]): string {
  return typeof outcome === "string" ? `error: ${outcome}` : `${outcome.effect} ${outcome.action.verb}`;
}

function severityOf(outcome: TracedDecision["outcome"]) {
  if (typeof outcome === "string") return { severityNumber: SeverityNumber.ERROR, severityText: "ERROR" };
  return outcome.effect === "allow"
    ? { severityNumber: SeverityNumber.INFO, severityText: "INFO" }
    : { severityNumber: SeverityNumber.WARN, severityText: "WARN" };
}
