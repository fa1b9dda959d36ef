import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { WritError } from "../../domain/errors.ts";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "../../gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../../gen/google/rpc/status_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { errorStatus } from "../native/status.ts";

export const PROTOCOL = "grpc";

/** Where gRPC clients look for a google.rpc.Status. */
const DETAILS_KEY = "grpc-status-details-bin";

/** Any error as a gRPC status, counted; only a WritError's message is shown. */
export function toStatus(service: Service, error: unknown, protocol: string = PROTOCOL): Partial<ServiceError> {
  const refusal = refusalOf(service, error, protocol);
  const { grpc: code } = errorStatus(refusal.code);
  const metadata = new Metadata();
  metadata.set(DETAILS_KEY, Buffer.from(details(refusal, code)));
  return { code, details: refusal.message, metadata };
}

/** Any error as one that may be shown, counted. */
export function refusalOf(service: Service, error: unknown, protocol: string): WritError {
  const refusal = error instanceof WritError ? error : unforeseen(service, error, protocol);
  service.refused(refusal.code, protocol);
  return refusal;
}

function unforeseen(service: Service, error: unknown, protocol: string): WritError {
  service.failed(error, protocol);
  return new WritError("internal", "the request failed for a reason that is in the log");
}

function details({ message, violations, retryAfterMs, reason }: WritError, code: number): Uint8Array {
  const fieldViolations = violations.map(({ pointer, description }) => ({ field: pointer, description }));
  const badRequest = create(BadRequestSchema, { fieldViolations });
  const details = violations.length === 0 ? [] : [anyPack(BadRequestSchema, badRequest)];
  if (reason !== undefined) {
    const info = { reason: reason.code, domain: "writ", metadata: reason.metadata };
    details.push(anyPack(ErrorInfoSchema, create(ErrorInfoSchema, info)));
  }
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: BigInt(Math.trunc(retryAfterMs / 1000)), nanos: (retryAfterMs % 1000) * 1_000_000 };
    details.push(anyPack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay })));
  }
  return toBinary(StatusSchema, create(StatusSchema, { code, message, details }));
}
