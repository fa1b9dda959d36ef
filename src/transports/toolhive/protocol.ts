import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { ToolhiveSettings } from "../../domain/protocols.ts";
import type { Admission } from "../../domain/request.ts";
import type { UpstreamsOf } from "../../domain/upstream.ts";
import type { Service } from "../../pipeline/service.ts";
import { decideForwarded } from "../forwarded/decide.ts";
import { callsOfMessage } from "../forwarded/read.ts";
import { redactedParams, redacting } from "../forwarded/redact.ts";
import type { ForwardedEvidence } from "../forwarded/request.ts";
import { decodeId } from "../native/decode.ts";
import type { HttpAnswer, HttpExchange, HttpProtocol, HttpRoute } from "../native/protocol.ts";
import { decodeAuthorizer } from "./decode-authorizer.ts";
import { decodeWebhook } from "./decode-webhook.ts";
import { encodeAuthorizer, encodeAuthorizerFailed, encodeWebhook, encodeWebhookFailed } from "./encode.ts";
import { SignatureCheck } from "./signature.ts";

const AUTHORIZER = "/toolhive/decision";
const WEBHOOK = "/toolhive/webhook";
const MUTATING_WEBHOOK = "/toolhive/webhook/mutating";

export interface ToolhiveParts {
  readonly service: Service;
  readonly settings: ToolhiveSettings;
  /** What the file has that the settings name. */
  readonly secret?: Uint8Array;
  readonly upstreams: UpstreamsOf;
}

/** ToolHive's HTTP authorizer (`httpv1`), and its validating and mutating webhooks. */
export function toolhiveHttp({ service, settings, secret, upstreams }: ToolhiveParts): HttpProtocol {
  const window_s = settings.signature_window_s;
  const signatures = new SignatureCheck(secret === undefined ? { window_s } : { secret, window_s });
  const webhook = (mutating: boolean) => (exchange: HttpExchange) => {
    return askedByWebhook(service, upstreams, signatures, exchange, mutating);
  };
  return {
    name: "toolhive",
    routes: [
      route(AUTHORIZER, (exchange) => askedByAuthorizer(service, settings, exchange)),
      route(WEBHOOK, webhook(false)),
      route(MUTATING_WEBHOOK, webhook(true)),
    ],
    failed: (error, target) =>
      target.startsWith(WEBHOOK) ? encodeWebhookFailed(error) : encodeAuthorizerFailed(error),
  };
}

function route(url: string, answer: HttpRoute["answer"]): HttpRoute {
  return { methods: ["POST"], url, forwards: false, answer };
}

async function askedByAuthorizer(
  service: Service,
  settings: ToolhiveSettings,
  { peer, body }: HttpExchange,
): Promise<HttpAnswer> {
  const admission = await service.admit(peer, "toolhive");
  const { principal, call } = decodeAuthorizer(body, settings);
  const evidence = evidenceOf(principal, admission);
  const options = { request_id: "", context: {} };
  return encodeAuthorizer(await decideForwarded(service, admission, [{ call }], evidence, options));
}

async function askedByWebhook(
  service: Service,
  upstreams: UpstreamsOf,
  signatures: SignatureCheck,
  { peer, headers, body }: HttpExchange,
  mutating: boolean,
): Promise<HttpAnswer> {
  const admission = await service.admit(peer, "toolhive");
  signatures.check(headers, body, admission.now_ms);
  const question = decodeWebhook(body);
  const params = mutating ? paramsOf(question.message) : undefined;
  const answer = await decideForwarded(
    service,
    admission,
    callsOfMessage(question.message, question.server, upstreams(admission.tenant)),
    evidenceOf(question.principal, admission),
    {
      request_id: question.uid,
      context: {},
      explain: params !== undefined,
      ...(params === undefined ? {} : redacting(admission)),
    },
  );
  const changed = params !== undefined && answer.goes_on ? redactedParams(params, answer) : undefined;
  return encodeWebhook(question.uid, answer, changed);
}

/** Of a call of a tool, the message of which a webhook can change. */
function paramsOf(message: JsonValue): JsonObject | undefined {
  if (!isJsonObject(message) || message["method"] !== "tools/call") return undefined;
  return isJsonObject(message["params"]) ? message["params"] : undefined;
}

/** ToolHive has verified whoever it names, and shows no proof: only a caller that vouches is believed. */
function evidenceOf({ sub }: JsonObject, { vouches }: Admission): ForwardedEvidence {
  const agent = vouches && sub !== undefined ? { id: decodeId(sub, "/principal/sub") } : {};
  return { agent, session: "" };
}
