import { fromBinary } from "@bufbuild/protobuf";
import type { ServiceError } from "@grpc/grpc-js";
import { BadRequestSchema } from "../../../src/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../../../src/gen/google/rpc/status_pb.ts";
import {
  DecideBatchRequestSchema,
  DecideBatchResponseSchema,
  DecideRequestSchema,
  DecideResponseSchema,
  GetDecisionRequestSchema,
  GetDecisionResponseSchema,
  ListDecisionsRequestSchema,
  ListDecisionsResponseSchema,
} from "../../../src/gen/writ/v1/decision_pb.ts";
import { ReportRequestSchema, ReportResponseSchema } from "../../../src/gen/writ/v1/outcome_pb.ts";
import { CompleteRequestSchema, CompleteResponseSchema } from "../../../src/gen/writ/v1/task_pb.ts";
import { answerJson, decisionJson, grpcClient, type Json, requestMessage } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";

/** What a protocol says instead of an answer. */
export interface Refused {
  readonly code: string;
  readonly pointers: readonly string[];
}
export type Said = { readonly answer: Json } | { readonly refused: Refused };

/** The native contract over one protocol, in the words of its HTTP JSON. */
export interface ContractClient {
  readonly protocol: string;
  decide(request: Json): Promise<Said>;
  batch(requests: readonly Json[]): Promise<Said>;
  get(id: string): Promise<Said>;
  list(query: Record<string, string>): Promise<Said>;
  report(id: string, outcome: Json): Promise<Said>;
  complete(task: string): Promise<Said>;
  close(): void;
}

export function httpContract(writ: RunningWrit): ContractClient {
  const ask = async (path: string, body?: unknown): Promise<Said> => {
    const response = await fetch(writ.http + path, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      headers: { "content-type": "application/json" },
    });
    const json = (await response.json()) as Json;
    if (response.ok) return { answer: json };
    const errors = (json["errors"] ?? []) as readonly { readonly pointer: string }[];
    return { refused: { code: json["code"] as string, pointers: errors.map(({ pointer }) => pointer) } };
  };
  return {
    protocol: "HTTP",
    decide: (request) => ask("/v1/decisions", request),
    batch: (requests) => ask("/v1/decisions:batch", { requests }),
    get: (id) => ask(`/v1/decisions/${encodeURIComponent(id)}`),
    list: (query) => ask(`/v1/decisions?${new URLSearchParams(query)}`),
    report: (id, outcome) => ask(`/v1/decisions/${encodeURIComponent(id)}/outcome`, outcome),
    complete: (task) => ask(`/v1/tasks/${encodeURIComponent(task)}:complete`, {}),
    close: () => {},
  };
}

/** gRPC codes of the closed set that these tests meet. */
const CODES: Readonly<Record<number, string>> = {
  3: "invalid_argument",
  4: "deadline_exceeded",
  5: "not_found",
  6: "conflict",
  8: "resource_exhausted",
  14: "unavailable",
};

export function grpcContract(writ: RunningWrit): ContractClient {
  const { call, close } = grpcClient(writ.grpc);
  const service = "/writ.v1.DecisionService";
  return {
    protocol: "gRPC",
    decide: (request) =>
      said(async () => {
        const answer = await call(
          `${service}/Decide`,
          DecideRequestSchema,
          requestMessage(request),
          DecideResponseSchema,
        );
        return decisionJson(answer.decision as NonNullable<typeof answer.decision>);
      }),
    batch: (requests) =>
      said(async () => {
        const message = { requests: requests.map(requestMessage) };
        const answer = await call(
          `${service}/DecideBatch`,
          DecideBatchRequestSchema,
          message,
          DecideBatchResponseSchema,
        );
        return { decisions: answer.decisions.map(answerJson) };
      }),
    get: (id) =>
      said(async () => {
        const answer = await call(
          `${service}/GetDecision`,
          GetDecisionRequestSchema,
          { id },
          GetDecisionResponseSchema,
        );
        return JSON.parse(Buffer.from(answer.storedJson).toString());
      }),
    list: ({ page_size, page_token, request_id, ...query }) =>
      said(async () => {
        const message = {
          ...query,
          ...(page_size === undefined ? {} : { pageSize: Number(page_size) }),
          ...(page_token === undefined ? {} : { pageToken: page_token }),
          ...(request_id === undefined ? {} : { requestId: request_id }),
        };
        const answer = await call(
          `${service}/ListDecisions`,
          ListDecisionsRequestSchema,
          message,
          ListDecisionsResponseSchema,
        );
        return JSON.parse(Buffer.from(answer.pageJson).toString());
      }),
    report: (decisionId, { status, duration_ms, result_excerpt }) =>
      said(async () => {
        const message = {
          decisionId,
          status: status as string,
          ...(duration_ms === undefined ? {} : { durationMs: BigInt(duration_ms as number) }),
          ...(result_excerpt === undefined ? {} : { resultExcerpt: result_excerpt as string }),
        };
        const answer = await call("/writ.v1.OutcomeService/Report", ReportRequestSchema, message, ReportResponseSchema);
        return { decision_id: answer.decisionId, status: answer.status };
      }),
    complete: (task) =>
      said(async () => {
        const answer = await call(
          "/writ.v1.TaskService/Complete",
          CompleteRequestSchema,
          { task },
          CompleteResponseSchema,
        );
        return { task, grants_revoked: answer.grantsRevoked, sessions_closed: answer.sessionsClosed };
      }),
    close,
  };
}

export async function said(ask: () => Promise<Json>): Promise<Said> {
  try {
    return { answer: await ask() };
  } catch (error) {
    const { code, metadata } = error as ServiceError;
    const bytes = metadata?.get("grpc-status-details-bin")[0];
    if (bytes === undefined) throw error;
    const { details } = fromBinary(StatusSchema, bytes as Buffer);
    const pointers = details
      .filter(({ typeUrl }) => typeUrl.endsWith("google.rpc.BadRequest"))
      .flatMap(({ value }) => fromBinary(BadRequestSchema, value).fieldViolations.map(({ field }) => field));
    return { refused: { code: CODES[code] ?? `grpc ${code}`, pointers } };
  }
}
