import { type DescService, fromBinary, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { WritError } from "../../domain/errors.ts";

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

/** @throws WritError invalid_argument for what is no message of the type */
export function readMessage<M extends Message>(schema: GenMessage<M>, bytes: Uint8Array): M {
  try {
    return fromBinary(schema, bytes) as M;
  } catch (cause) {
    throw new WritError("invalid_argument", "the request is not a message of its type", { cause });
  }
}

export function writeMessage<M extends Message>(schema: GenMessage<M>, message: MessageShape<GenMessage<M>>): Buffer {
  const { buffer, byteOffset, byteLength } = toBinary(schema, message);
  return Buffer.from(buffer, byteOffset, byteLength);
}
