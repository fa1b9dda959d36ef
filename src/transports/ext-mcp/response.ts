import { hash } from "node:crypto";
import type { Decision } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import type { Admission } from "../../domain/request.ts";
import type { Upstream, UpstreamsOf } from "../../domain/upstream.ts";
import type { Service } from "../../pipeline/service.ts";
import { decideForwarded } from "../forwarded/decide.ts";
import { redactedOrFailed, redacting } from "../forwarded/redact.ts";
import type { ForwardedEvidence } from "../forwarded/request.ts";
import type { GrpcExchange } from "../native/protocol.ts";
import { type AskedResponse, decodeResponse } from "./decode.ts";
import { denied, encodeRefusal, encodeResult, METADATA_KEY } from "./encode.ts";
import { evidenceFrom, repeatedHeaders } from "./identity.ts";
import { type ListOf, listOf, permittedEntries } from "./list.ts";
import { resultCalls } from "./message.ts";

/** Where canonicalization puts the result of a response; findings point there. */
const RESULT = "result";

/** What of the answer the agent may see. */
export async function checkResponse(
  service: Service,
  upstreamsOf: UpstreamsOf,
  { message, peer, left_ms }: GrpcExchange,
): Promise<Buffer> {
  const admission = await service.admit(peer, "ext_mcp");
  const asked = decodeResponse(message);
  const evidence = evidenceFrom(repeatedHeaders(asked.metadata), asked.metadata, admission);
  await report(service, admission, asked);
  const upstreams = upstreamsOf(admission.tenant);
  const list = listOf(asked.method);
  if (list === undefined) return judgeResult(service, upstreams, asked, { admission, evidence, left_ms });
  return filterList(service, upstreams, asked, list, { admission, evidence, left_ms });
}

interface Asking {
  readonly admission: Admission;
  readonly evidence: ForwardedEvidence;
  readonly left_ms: number;
}

async function filterList(
  service: Service,
  upstreams: readonly Upstream[],
  asked: AskedResponse,
  list: ListOf,
  asking: Asking,
): Promise<Buffer> {
  const entries = asked.result[list.member];
  if (!Array.isArray(entries)) {
    throw new WritError("invalid_argument", `/mcp_response/${list.member}: must be a list`);
  }
  const permitted = await permittedEntries(service, upstreams, { ...asked, entries }, list, asking);
  return encodeResult(
    permitted.length === entries.length ? undefined : { ...asked.result, [list.member]: [...permitted] },
  );
}

async function judgeResult(
  service: Service,
  upstreams: readonly Upstream[],
  { services, result }: AskedResponse,
  { admission, evidence, left_ms }: Asking,
): Promise<Buffer> {
  const calls = services.flatMap((server) => resultCalls(result, server, upstreams));
  const answer = await decideForwarded(service, admission, calls, evidence, {
    request_id: "",
    context: {},
    left_ms,
    explain: true,
    ...redacting(admission),
  });
  if (!answer.goes_on) return encodeRefusal("checkResponse", denied(answer));
  const left = redactedResult(result, answer.decisions);
  return encodeResult(left === result ? undefined : left);
}

/** @throws WritError internal where an obligation names what the result does not have */
function redactedResult(result: JsonObject, decisions: readonly Decision[]): JsonObject {
  const whole: JsonObject = { arguments: { [RESULT]: result } };
  const left = redactedOrFailed(whole, decisions);
  if (left === whole) return result;
  const redacted = left["arguments"];
  const value = isJsonObject(redacted) ? redacted[RESULT] : undefined;
  if (!isJsonObject(value)) throw new WritError("internal", "a result without all of it is none");
  return value;
}

/** Tells the record what came of the call, where the gateway gives back the decision and the caller may. */
async function report(service: Service, admission: Admission, { metadata, result, bytes }: AskedResponse) {
  const given = metadata[METADATA_KEY];
  const ids = isJsonObject(given) && Array.isArray(given["decision_ids"]) ? given["decision_ids"] : [];
  if (!admission.caller.roles.includes("report")) return;
  const status = result["isError"] === true ? "failed" : "succeeded";
  const result_digest = `sha256:${hash("sha256", bytes, "hex")}`;
  for (const decision_id of ids) {
    if (typeof decision_id !== "string") continue;
    // A report that is lost is no reason to keep the agent from an answer that may pass.
    await service
      .report({ decision_id, status, result_digest, detail: "{}" }, admission)
      .catch((error: unknown) => service.failed(error, "ext_mcp"));
  }
}
