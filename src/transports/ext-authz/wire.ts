import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { HeaderValueOption_HeaderAppendAction } from "../../gen/envoy/config/core/v3/base_pb.ts";
import type { StatusCode } from "../../gen/envoy/type/v3/http_status_pb.ts";
import { MessageWriter } from "./message-writer.ts";

// A CheckResponse, field by field: building the messages first takes several times as long, for every request of a gateway.
// The numbers are those of proto/envoy/, google/rpc/status.proto and google/protobuf/struct.proto.

type Fields = readonly (readonly [name: string, value: string])[];

/** What becomes of the request: `ok` goes with code 0 and `denied` with any other, which only this type can say. */
export type Response = {
  readonly metadata: JsonObject;
} & (
  | { readonly ok: { readonly headers: Fields; readonly remove: readonly string[] } }
  | {
      readonly denied: {
        /** google.rpc.Code, not 0. */
        readonly code: number;
        readonly message: string;
        readonly http: StatusCode;
        readonly headers: Fields;
        readonly body: string;
      };
    }
);

export function writeResponse(response: Response): Buffer {
  const writer = new MessageWriter();
  if ("ok" in response) writeOk(writer, response.ok);
  else writeDenied(writer, response.denied);
  writer.nested(4, () => writeStruct(writer, response.metadata));
  return writer.finish();
}

function writeOk(writer: MessageWriter, { headers, remove }: Extract<Response, { ok: unknown }>["ok"]): void {
  // CheckResponse.status: a message that is there, with code 0, which proto3 does not write.
  writer.nested(1, () => undefined);
  writer.nested(3, () => {
    for (const header of headers) writeHeader(writer, header);
    for (const name of remove) writer.string(5, name);
  });
}

function writeDenied(writer: MessageWriter, denied: Extract<Response, { denied: unknown }>["denied"]): void {
  const { code, message, http, headers, body } = denied;
  writer.nested(1, () => {
    writer.int(1, code);
    writer.string(2, message);
  });
  writer.nested(2, () => {
    writer.nested(1, () => writer.int(1, http));
    for (const header of headers) writeHeader(writer, header);
    writer.string(3, body);
  });
}

/** HeaderValueOption, in field 2 of either response. */
function writeHeader(writer: MessageWriter, [name, value]: Fields[number]): void {
  writer.nested(2, () => {
    writer.nested(1, () => {
      writer.string(1, name);
      writer.string(2, value);
    });
    writer.int(3, HeaderValueOption_HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
  });
}

/** google.protobuf.Struct */
function writeStruct(writer: MessageWriter, members: JsonObject): void {
  for (const [name, value] of Object.entries(members)) {
    writer.nested(1, () => {
      writer.string(1, name);
      writer.nested(2, () => writeValue(writer, value));
    });
  }
}

/** google.protobuf.Value */
function writeValue(writer: MessageWriter, value: JsonValue): void {
  if (typeof value === "string") writer.string(3, value);
  else if (typeof value === "number") writer.double(2, value);
  else if (typeof value === "boolean") writer.int(4, value ? 1 : 0);
  else if (isJsonObject(value)) writer.nested(5, () => writeStruct(writer, value));
  else if (value === null) writer.int(1, 0);
  else {
    writer.nested(6, () => {
      for (const item of value) writer.nested(1, () => writeValue(writer, item));
    });
  }
}
