import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import type { Service } from "../../pipeline/service.ts";
import { toStatus } from "./errors.ts";

export type Call = ServerUnaryCall<Buffer, Buffer>;

/** A unary method from a function of the request's bytes to the answer's. */
export function unary(
  service: Service,
  answer: (request: Buffer, call: Call) => Promise<Buffer>,
  protocol?: string,
): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    answer(call.request, call).then(
      (bytes) => callback(null, bytes),
      (error: unknown) => callback(toStatus(service, error, protocol)),
    );
  };
}
