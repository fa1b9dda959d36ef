import { Type } from "typebox";

/** A collector of traces and logs. */
export const TELEMETRY_SCHEMA = Type.Object({
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
