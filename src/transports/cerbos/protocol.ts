import { create, fromJson, toJson } from "@bufbuild/protobuf";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS } from "../../domain/limits.ts";
import type { Admission } from "../../domain/request.ts";
import { checkStrictValue, parseStrictJson } from "../../domain/strict-json.ts";
import { CheckResourcesRequestSchema } from "../../gen/cerbos/request/v1/request_pb.ts";
import { CheckResourcesResponseSchema, ServerInfoResponseSchema } from "../../gen/cerbos/response/v1/response_pb.ts";
import { CerbosService } from "../../gen/cerbos/svc/v1/svc_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { jsonAnswer } from "../native/answer.ts";
import { timeoutOf } from "../native/deadline.ts";
import { saysJson } from "../native/headers.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import type { GrpcExchange, GrpcProtocol, HttpAnswer, HttpExchange, HttpProtocol } from "../native/protocol.ts";
import { checksOf, decodeCheck } from "./decode.ts";
import { type Checked, encodeCheck, encodeFailed } from "./encode.ts";

const NAME = "cerbos";
/** Clients show it; nothing else follows from it. */
const SERVER_INFO = { version: "writ", commit: "", buildDate: "" };

/** Cerbos' `POST /api/check/resources`. */
export function cerbosHttp(service: Service): HttpProtocol {
  return {
    name: NAME,
    failed: encodeFailed,
    routes: [
      {
        methods: ["POST"],
        url: "/api/check/resources",
        forwards: false,
        answer: (exchange) => checkHttp(service, exchange),
      },
      { methods: ["GET"], url: "/api/server_info", forwards: false, answer: async () => jsonAnswer(200, SERVER_INFO) },
    ],
  };
}

/** Cerbos' `CerbosService.CheckResources`. */
export function cerbosGrpc(service: Service): GrpcProtocol {
  return {
    name: NAME,
    descriptor: CerbosService,
    methods: {
      CheckResources: (exchange) => checkGrpc(service, exchange),
      ServerInfo: async () => writeMessage(ServerInfoResponseSchema, create(ServerInfoResponseSchema, SERVER_INFO)),
    },
  };
}

async function checkHttp(service: Service, { peer, headers, body }: HttpExchange): Promise<HttpAnswer> {
  const admission = await service.admit(peer, NAME);
  if (!saysJson(headers)) {
    throw new WritError("unsupported_media_type", "the content type must be application/json");
  }
  return jsonAnswer(200, await answer(service, admission, parseStrictJson(body), DEFAULT_TIMEOUT_MS));
}

async function checkGrpc(service: Service, { peer, message, left_ms }: GrpcExchange): Promise<Buffer> {
  const admission = await service.admit(peer, NAME);
  const said = await answer(service, admission, readRequest(message), left_ms);
  return writeMessage(CheckResourcesResponseSchema, fromJson(CheckResourcesResponseSchema, said));
}

/** All questions of one request are judged on their own; an error spoils them all, so that no answer is half an answer. */
async function answer(service: Service, admission: Admission, value: JsonValue, leftMs: number): Promise<JsonObject> {
  const check = decodeCheck(value);
  const checked = checksOf(check, timeoutOf(leftMs)).map(async (one): Promise<Checked> => {
    return { check: one, decision: await service.decide(one.request, admission) };
  });
  return encodeCheck(check, await Promise.all(checked));
}

/** The message as Cerbos' JSON. @throws WritError invalid_argument for what is no such message */
function readRequest(bytes: Uint8Array): JsonValue {
  const message = readMessage(CheckResourcesRequestSchema, bytes);
  const { principal, resources, auxData } = message;
  refuseUnknown(
    "",
    message,
    principal,
    auxData,
    auxData?.jwt,
    ...resources,
    ...resources.map(({ resource }) => resource),
  );
  try {
    const value = toJson(CheckResourcesRequestSchema, message) as JsonValue;
    checkStrictValue(value, "");
    return value;
  } catch (cause) {
    if (cause instanceof WritError) throw cause;
    throw new WritError("invalid_argument", "an attribute is no JSON value", { cause });
  }
}
