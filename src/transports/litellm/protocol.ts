import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decideForwarded } from "../forwarded/decide.ts";
import { decodeId } from "../native/decode.ts";
import type { HttpExchange, HttpProtocol } from "../native/protocol.ts";
import { decodeGuardrail } from "./decode.ts";
import { encodeAnswer, encodeFailed, PASSED } from "./encode.ts";

const NAME = "litellm";

/** LiteLLM appends it to its guardrail's `api_base`. */
const SUFFIX = "/beta/litellm_basic_guardrail_api";

/** LiteLLM's generic guardrail API: may what a model wants to call be called? The whole answer of the model passes, or none of it. */
export function litellmHttp(service: Service): HttpProtocol {
  const answer = async ({ peer, params, body }: HttpExchange) => {
    const admission = await service.admit(peer, NAME);
    const server = params["server"] === undefined ? "" : decodeId(params["server"], "/server");
    const { calls, evidence } = decodeGuardrail(parseStrictJson(body), admission, server);
    // Text alone runs nothing.
    if (calls.length === 0) return PASSED;
    return encodeAnswer(await decideForwarded(service, admission, calls, evidence, { request_id: "", context: {} }));
  };
  const urls = [`/litellm${SUFFIX}`, `/litellm/:server${SUFFIX}`];
  return {
    name: NAME,
    routes: urls.map((url) => ({ methods: ["POST"], url, forwards: false, answer })),
    failed: encodeFailed,
  };
}
