import { Type } from "typebox";
import { METRICS_READERS } from "../domain/metrics-readers.ts";

/** Who reads metrics, and a collector of traces and logs. */
export const TELEMETRY_SCHEMA = Type.Object({
  metrics: Type.Enum([...METRICS_READERS], {
    env: "WRIT_TELEMETRY_METRICS",
    default: "role",
    description:
      "Who may read `/metrics`: callers with a role for it (`role`), whoever asks from this machine as well (`loopback`), or everybody (`open`): docs/metrics.md.",
  }),
  otlp_endpoint: Type.String({
    env: "WRIT_TELEMETRY_OTLP_ENDPOINT",
    default: "",
    description:
      "Base URL of an OpenTelemetry collector (OTLP over HTTP, protobuf): a span and a log record for each decision. Empty: none.",
  }),
  otlp_headers_file: Type.String({
    env: "WRIT_TELEMETRY_OTLP_HEADERS_FILE",
    default: "",
    description: "File of mode 0600 with lines `name: value` that go with each request to it.",
  }),
});

/** What helps to find out what is slow. */
export const DEBUG_SCHEMA = Type.Object({
  profiles: Type.Boolean({
    env: "WRIT_DEBUG_PROFILES",
    default: false,
    description: "Whether callers with the role `admin` get profiles of the workers at `/debug/…`: docs/metrics.md.",
  }),
});
