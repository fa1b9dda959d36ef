import type { FastifyReply, FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeAnswer, decodeApprovalList, decodeWait, decodeWithdrawal } from "../native/decode-approval.ts";
import { encodeApproval, encodeApprovalPage } from "../native/encode-approval.ts";
import { admit, bodyOf, peerOf } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `GET /v1/approvals` */
export function listApprovals(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { filter, size } = decodeApprovalList(request.query as JsonObject);
    return JSON.stringify(encodeApprovalPage(await service.approvals.list(filter, size, admission), size));
  };
}

/** `GET /v1/approvals/{id}`, and `GET /v1/approvals/{id}:wait`, which is answered as soon as it is not pending any more. */
export function getApproval(service: Service): Handler {
  return async (request, reply) => {
    const [, before = "", command] = /^(.*?)(:wait)?$/s.exec(idOf(request)) ?? [];
    const admission = await admit(service, request);
    const id = decodeId(before, "/id");
    if (command === undefined) return JSON.stringify(encodeApproval(await service.approvals.get(id, admission)));
    const timeoutMs = decodeWait(request.query as JsonObject);
    const record = await service.approvals.wait(id, timeoutMs, goneOf(reply), admission);
    return JSON.stringify(encodeApproval(record));
  };
}

const ABOUT_ONE = /^(.*):(approve|deny|withdraw)$/s;

/** `POST /v1/approvals/{id}:approve`, `:deny` and `:withdraw`. */
export function postToApproval(service: Service): Handler {
  return async (request) => {
    const [, before = "", command] = ABOUT_ONE.exec(idOf(request)) ?? [];
    if (command === undefined) throw new WritError("not_found", "there is nothing at this path");
    const admission = await admit(service, request);
    const id = decodeId(before, "/id");
    const body = parseStrictJson(bodyOf(request));
    const { approvals } = service;
    const record =
      command === "withdraw"
        ? await approvals.withdraw(id, decodeWithdrawal(body), admission)
        : await approvals.answer(
            id,
            decodeAnswer(body, command === "approve" ? command : "deny", peerOf(request).address),
            admission,
          );
    return JSON.stringify(encodeApproval(record));
  };
}

function idOf({ params }: FastifyRequest): string {
  return (params as { readonly id: string }).id;
}

/** Whoever asked has gone: nobody is left to wait. */
function goneOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once("close", () => gone.abort());
  return gone.signal;
}
