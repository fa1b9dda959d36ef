import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { type Answer, type DecideRequest, DecideRequestSchema, type Decision } from "../src/gen/writ/v1/decision_pb.ts";

// A client of the native contract over gRPC that takes and gives the JSON of HTTP: for the demo, the tests and the benchmark.

export type Json = Record<string, unknown>;

/** One unary call. Rejects with grpc-js's ServiceError. */
export type Call = <I extends DescMessage, O extends DescMessage>(
  path: string,
  input: I,
  message: MessageInitShape<I>,
  output: O,
) => Promise<MessageShape<O>>;

export function grpcClient(
  address: string,
  security = credentials.createInsecure(),
  /** The value of the Authorization field, for every call. */
  authorization?: string,
  /** The value of the traceparent field (W3C Trace Context), for every call. */
  traceparent?: string,
): { readonly call: Call; readonly client: Client; close(): void } {
  const client = new Client(address, security);
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set("authorization", authorization);
  if (traceparent !== undefined) metadata.set("traceparent", traceparent);
  return {
    client,
    close: () => client.close(),
    call: (path, input, message, output) =>
      new Promise((resolve, reject) => {
        const bytes = Buffer.from(toBinary(input, create(input, message)));
        client.makeUnaryRequest(
          path,
          (request: Buffer) => request,
          (response: Buffer) => response,
          bytes,
          metadata,
          (error: ServiceError | null, answer?: Buffer) => {
            if (error !== null || answer === undefined) reject(error);
            else resolve(fromBinary(output, answer));
          },
        );
      }),
  };
}

const utf8 = new TextEncoder();
const text = new TextDecoder();
const bytesOf = (value: unknown) => utf8.encode(JSON.stringify(value));

/** The JSON of a request as the message that says the same; free-form JSON goes as text. */
export function requestMessage(json: Json): DecideRequest {
  const { agent, intent, call, action, context, options, observed } = json as Record<string, Json | undefined>;
  return create(DecideRequestSchema, {
    requestId: (json["request_id"] as string | undefined) ?? "",
    session: (json["session"] as string | undefined) ?? "",
    ...(agent === undefined ? {} : { agent }),
    ...(intent === undefined ? {} : { intent: { form: intentForm(intent) } }),
    ...(call === undefined ? {} : { call: callMessage(call) }),
    ...(action === undefined ? {} : { actionForm: { case: "actionJson", value: bytesOf(action) } }),
    ...(context === undefined ? {} : { contextForm: { case: "contextJson", value: bytesOf(context) } }),
    ...(options === undefined
      ? {}
      : { options: { dryRun: options["dry_run"] === true, explain: options["explain"] === true } }),
    ...(observed === undefined ? {} : { observed: observed as unknown as { source: string; text: string }[] }),
    ...(json["timeout_ms"] === undefined ? {} : { timeoutMs: json["timeout_ms"] as number }),
  });
}

function intentForm(
  intent: Json,
): NonNullable<MessageInitShape<typeof DecideRequestSchema>["intent"]>["form"] & object {
  if (intent["claims"] !== undefined) return { case: "claimsJson", value: bytesOf(intent["claims"]) };
  if (intent["token"] !== undefined) return { case: "token", value: intent["token"] as string };
  return { case: undefined };
}

function callMessage({ format, server, payload, manifest, schema_digest: schemaDigest }: Json) {
  return {
    ...(manifest === undefined ? {} : { manifestJson: bytesOf(manifest) }),
    ...(schemaDigest === undefined ? {} : { schemaDigest: schemaDigest as string }),
    format: (format as string | undefined) ?? "",
    server: (server as string | undefined) ?? "",
    ...(payload === undefined ? {} : { payloadForm: { case: "payloadJson" as const, value: bytesOf(payload) } }),
  };
}

/** A decision as the JSON that HTTP answers with. */
export function decisionJson(decision: Decision): Json {
  const { approval, grant, policy, factsJson, findingsJson } = decision;
  return {
    decision_id: decision.decisionId,
    request_id: decision.requestId,
    effect: decision.effect,
    reasons: decision.reasons.map(({ code, message, rule, controls }) => ({ code, message, rule, controls })),
    obligations: decision.obligations.map(({ type, fulfillment, propertiesJson }) => ({
      type,
      fulfillment,
      ...(parse(propertiesJson) as Json),
    })),
    ...(approval === undefined
      ? {}
      : { approval: { ...plain(approval, "id", "url", "template"), expires_at: approval.expiresAt } }),
    ...(grant === undefined
      ? {}
      : {
          grant: {
            ...plain(grant, "id", "audience"),
            ...(grant.token === "" ? {} : { token: grant.token }),
            expires_at: grant.expiresAt,
            single_use: grant.singleUse,
            ...(grant.kind === "" ? {} : { kind: grant.kind }),
            ...(grant.legacy ? { legacy: true } : {}),
            ...(grant.credentialTtlS === 0n ? {} : { credential_ttl_s: Number(grant.credentialTtlS) }),
          },
        }),
    action: parse(decision.actionJson),
    policy: {
      ...plain(policy as NonNullable<typeof policy>, "bundle", "revision", "digest"),
      activated_at: policy?.activatedAt,
    },
    recorded: decision.recorded,
    ...(decision.dryRun ? { dry_run: true } : {}),
    ...(factsJson === undefined ? {} : { facts: parse(factsJson) }),
    ...(findingsJson === undefined ? {} : { findings: parse(findingsJson) }),
  };
}

/** One answer of a batch or stream as the JSON that HTTP answers with. */
export function answerJson(answer: Answer): Json {
  const { kind } = answer;
  if (kind.case === "decision") return decisionJson(kind.value);
  if (kind.case !== "failure") throw new Error("an answer without decision and failure");
  const { requestId, code, message, violations, retryAfterMs } = kind.value;
  return {
    request_id: requestId,
    error: {
      code,
      message,
      violations: violations.map(({ pointer, description }) => ({ pointer, description })),
      ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
    },
  };
}

function plain<T extends object, K extends keyof T>(message: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, message[key]])) as Pick<T, K>;
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(text.decode(bytes));
}
