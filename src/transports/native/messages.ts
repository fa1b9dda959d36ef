import { fromBinary, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import { invalidField, WritError } from "../../domain/errors.ts";

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

/** A field that this version does not know may change what the request means. */
export function refuseUnknown(at: string, ...messages: readonly (Message | undefined)[]): void {
  for (const message of messages) {
    const unknown = message?.$unknown?.[0];
    if (unknown !== undefined) throw invalidField(at, `field number ${unknown.no} is not a known field`);
  }
}
