import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { AttributeContext_HttpRequestSchema } from "../../../src/gen/envoy/service/auth/v3/attribute_context_pb.ts";
import {
  CheckRequestSchema,
  type CheckResponse,
  CheckResponseSchema,
} from "../../../src/gen/envoy/service/auth/v3/external_auth_pb.ts";

export type Http = Exclude<MessageInitShape<typeof AttributeContext_HttpRequestSchema>, { readonly $typeName: string }>;

/** A tool call, as Envoy 1.40 sends it. */
export const BODY =
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_issue","arguments":{"repo":"shop"}}}';

export const HTTP: Http = {
  id: "2237454378872709006",
  method: "POST",
  path: "/mcp?a=b",
  host: "gateway.example",
  scheme: "https",
  protocol: "HTTP/1.1",
  size: BigInt(BODY.length),
  rawBody: new TextEncoder().encode(BODY),
  headers: {
    ":method": "POST",
    ":path": "/mcp?a=b",
    ":authority": "gateway.example",
    ":scheme": "https",
    "content-type": "application/json",
    "content-length": `${BODY.length}`,
    "x-request-id": "9e639c87-464c-4c2f-9d83-235003026c4a",
    "x-envoy-auth-partial-body": "false",
  },
};

export interface Around {
  readonly extensions?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, JsonObject>>;
  readonly certificate?: string;
  readonly principal?: string;
}

export function checkRequest(http: Http = HTTP, around: Around = {}): Uint8Array {
  const { extensions = {}, metadata, certificate = "", principal = "" } = around;
  const message = create(CheckRequestSchema, {
    attributes: {
      source: {
        address: { address: { case: "socketAddress", value: { address: "10.0.0.7" } } },
        certificate,
        principal,
      },
      request: { http },
      contextExtensions: { ...extensions },
      ...(metadata === undefined ? {} : { metadataContext: { filterMetadata: { ...metadata } } }),
    },
  });
  return toBinary(CheckRequestSchema, message);
}

export function readResponse(bytes: Uint8Array): CheckResponse {
  return fromBinary(CheckResponseSchema, bytes);
}
