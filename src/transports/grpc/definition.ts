import type { DescService } from "@bufbuild/protobuf";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";

/**
 * A service as grpc-js wants it. Requests stay bytes until their handler reads them: what goes wrong in grpc-js's own
 * reading is an INTERNAL error to the client, whoever's fault it is. Answers are bytes as well, made by their handler.
 */
export function definitionOf(service: DescService): ServiceDefinition {
  const methods = service.methods.map((method): [string, MethodDefinition<Buffer, Buffer>] => [
    method.name,
    {
      path: `/${service.typeName}/${method.name}`,
      requestStream: method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming",
      responseStream: method.methodKind === "server_streaming" || method.methodKind === "bidi_streaming",
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  ]);
  return Object.fromEntries(methods);
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
