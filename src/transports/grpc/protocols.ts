import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { WritError } from "../../domain/errors.ts";
import { MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import type { Service } from "../../pipeline/service.ts";
import type { GrpcExchange, GrpcProtocol } from "../native/protocol.ts";
import { leftOf, peerOf } from "./admit.ts";
import { refusalOf } from "./errors.ts";
import { type Call, unary } from "./unary.ts";

/** A protocol's methods, as grpc-js wants them. */
export function protocolService(service: Service, protocol: GrpcProtocol): UntypedServiceImplementation {
  const { name, methods, failed } = protocol;
  const mounted = Object.entries(methods).map(([method, answer]) => {
    const answered = async (bytes: Buffer, call: Call) => answer(exchangeOf(service, bytes, call));
    if (failed === undefined) return [method, unary(service, answered, name)];
    return [
      method,
      unary(
        service,
        (bytes, call) =>
          answered(bytes, call).catch((error: unknown) => failed(refusalOf(service, error, name), method)),
        name,
      ),
    ];
  });
  return Object.fromEntries(mounted) as UntypedServiceImplementation;
}

function exchangeOf(service: Service, message: Buffer, call: Call): GrpcExchange {
  if (message.length > MAX_REQUEST_BYTES) {
    throw new WritError("payload_too_large", `the request is over ${MAX_REQUEST_BYTES} bytes`);
  }
  return {
    message,
    peer: peerOf(service, call),
    metadata: (key) => call.metadata.get(key).filter((value) => typeof value === "string"),
    left_ms: leftOf(call),
  };
}
