import { fromBinary, type Message } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import type { ServiceError } from "@grpc/grpc-js";
import { BadRequestSchema, ErrorInfoSchema } from "../../src/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../../src/gen/google/rpc/status_pb.ts";

/** The `reason` of the google.rpc.ErrorInfo that a refusal carries. */
export function reasonOf(error: ServiceError): string | undefined {
  return detailsOf(error, ErrorInfoSchema)[0]?.reason;
}

/** The fields that a google.rpc.BadRequest names. */
export function fieldsOf(error: ServiceError): readonly string[] {
  return detailsOf(error, BadRequestSchema).flatMap(({ fieldViolations }) => fieldViolations.map(({ field }) => field));
}

function detailsOf<M extends Message>({ metadata }: ServiceError, schema: GenMessage<M>): readonly M[] {
  const [bytes] = metadata.get("grpc-status-details-bin");
  if (bytes === undefined) return [];
  return fromBinary(StatusSchema, bytes as Buffer).details.flatMap((detail) => anyUnpack(detail, schema) ?? []);
}
