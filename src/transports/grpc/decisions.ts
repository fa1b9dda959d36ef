import { create } from "@bufbuild/protobuf";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { WritError } from "../../domain/errors.ts";
import type { JsonValue } from "../../domain/json.ts";
import { MAX_BATCH_ITEMS, MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import {
  DecideBatchRequestSchema,
  DecideBatchResponseSchema,
  type DecideRequest,
  DecideRequestSchema,
  DecideResponseSchema,
  GetDecisionRequestSchema,
  GetDecisionResponseSchema,
  ListDecisionsRequestSchema,
  ListDecisionsResponseSchema,
} from "../../gen/writ/v1/decision_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeBatchItems } from "../native/batch.ts";
import { decodeDecisionRequest, decodeId } from "../native/decode.ts";
import { decodeListQuery } from "../native/decode-list.ts";
import { encodePage, encodeStored } from "../native/encode.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { timed } from "../native/timed.ts";
import { admit, withinDeadline } from "./admit.ts";
import { decideItem } from "./decide-item.ts";
import { toListJson, toRequestJson } from "./decode.ts";
import { answerMessage, decisionMessage, jsonBytes } from "./encode.ts";
import { decideStream } from "./stream.ts";
import { type Call, unary } from "./unary.ts";

export function decisionService(service: Service): UntypedServiceImplementation {
  return {
    Decide: unary(service, (request, call) => decideOne(service, request, call)),
    DecideBatch: unary(service, (request, call) => decideBatch(service, request, call)),
    DecideStream: decideStream(service),
    GetDecision: unary(service, async (bytes, call) => {
      const message = readMessage(GetDecisionRequestSchema, bytes);
      refuseUnknown("", message);
      const stored = await service.get(decodeId(message.id, "/id"), await admit(service, call));
      return writeMessage(
        GetDecisionResponseSchema,
        create(GetDecisionResponseSchema, { storedJson: jsonBytes(encodeStored(stored)) }),
      );
    }),
    ListDecisions: unary(service, async (bytes, call) => {
      const { filter, page } = decodeListQuery(toListJson(readMessage(ListDecisionsRequestSchema, bytes)));
      const rows = await service.list(filter, page, await admit(service, call));
      return writeMessage(
        ListDecisionsResponseSchema,
        create(ListDecisionsResponseSchema, { pageJson: jsonBytes(encodePage(rows, page.size)) }),
      );
    }),
  };
}

async function decideOne(service: Service, bytes: Buffer, call: Call): Promise<Buffer> {
  const admission = await admit(service, call);
  await service.expect(admission);
  if (bytes.length > MAX_REQUEST_BYTES) {
    throw new WritError("payload_too_large", `the request is over ${MAX_REQUEST_BYTES} bytes`);
  }
  const read = () => decodeDecisionRequest(toRequestJson(readMessage(DecideRequestSchema, bytes), ""));
  const request = timed(service, "decode", read);
  const decision = await service.decide(withinDeadline(request, call), admission);
  return timed(service, "encode", () =>
    writeMessage(DecideResponseSchema, create(DecideResponseSchema, { decision: decisionMessage(decision) })),
  );
}

async function decideBatch(service: Service, bytes: Buffer, call: Call): Promise<Buffer> {
  const admission = await admit(service, call);
  await service.expect(admission);
  const batch = readMessage(DecideBatchRequestSchema, bytes);
  refuseUnknown("", batch);
  if (batch.requests.length > MAX_BATCH_ITEMS) {
    throw new WritError("invalid_argument", `/requests: must have at most ${MAX_BATCH_ITEMS} items`, {
      violations: [{ pointer: "/requests", description: `must have at most ${MAX_BATCH_ITEMS} items` }],
    });
  }
  const items = decodeBatchItems(batch.requests.map((request, index) => itemJson(request, `/requests/${index}`)));
  const decisions = await Promise.all(items.map((item) => decideItem(service, item, call, admission)));
  return writeMessage(
    DecideBatchResponseSchema,
    create(DecideBatchResponseSchema, { decisions: decisions.map(answerMessage) }),
  );
}

/** One request among others: what is wrong with it is its own answer. */
function itemJson(message: DecideRequest, at: string): JsonValue | WritError {
  try {
    return toRequestJson(message, at);
  } catch (error) {
    if (error instanceof WritError) return error;
    throw error;
  }
}
