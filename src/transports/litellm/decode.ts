import { invalidField } from "../../domain/errors.ts";
import { choiceField, objectField, optionalField, stringField } from "../../domain/fields.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import type { Admission } from "../../domain/request.ts";
import { evidenceOf } from "../forwarded/evidence.ts";
import type { ForwardedCall, ForwardedEvidence } from "../forwarded/request.ts";
import { toolCallsOf } from "../forwarded/tool-calls.ts";
import { decodeId } from "../native/decode.ts";
import { addHeader } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";

/** What LiteLLM says of a field whose value it keeps to itself (`extra_headers` of the guardrail lists those that it shows). */
const HIDDEN = "[present]";

export interface GuardrailQuestion {
  readonly calls: readonly ForwardedCall[];
  readonly evidence: ForwardedEvidence;
}

/**
 * A request of LiteLLM's generic guardrail (BerriAI/litellm, litellm/types/proxy/guardrails/guardrail_hooks/generic_guardrail_api.py).
 * What the client of LiteLLM can write is not believed: `additional_provider_specific_params` is the configuration's and the client's.
 * @param server whose tools they are, as the gateway's configuration says it by its URL
 * @throws WritError invalid_argument
 */
export function decodeGuardrail(value: JsonValue, admission: Admission, server: string): GuardrailQuestion {
  const fields = objectField(value, "");
  const kind = choiceField(fields["input_type"], "/input_type", ["request", "response"]);
  // A request holds what the model said before; a guardrail that is asked of nothing else protects nothing.
  if (kind === "request") throw invalidField("/input_type", "must be response: set the guardrail's mode to post_call");
  return {
    calls: toolCallsOf(fields["tool_calls"] ?? [], "/tool_calls", server),
    evidence: evidenceIn(fields, admission),
  };
}

/** The head of the request to LiteLLM says who acts, as far as it is shown; else the key's alias does, of a caller that vouches. */
function evidenceIn(fields: JsonObject, admission: Admission): ForwardedEvidence {
  const shown = { method: "POST", scheme: "", host: "", target: "/", body: "absent" as const, server: "" };
  const evidence = evidenceOf({ ...shown, headers: headersIn(fields, admission) }, admission);
  const { user_api_key_alias: alias } = objectField(fields["request_data"] ?? {}, "/request_data");
  if (Object.keys(evidence.agent).length > 0 || !admission.vouches || typeof alias !== "string") return evidence;
  return { ...evidence, agent: { id: decodeId(`key:${alias}`, "/request_data/user_api_key_alias") } };
}

function headersIn(fields: JsonObject, { carries }: Admission): HeaderValues {
  const { request_headers = {} } = optionalField("request_headers", fields, "", (value, at) =>
    value === null ? {} : objectField(value, at),
  );
  const headers = new Map<string, string[]>();
  for (const [name, value] of Object.entries(request_headers)) {
    const at = pointerTo("/request_headers", name);
    const text = stringField(value, at, MAX_REQUEST_BYTES);
    if (text !== HIDDEN) addHeader(headers, name, text);
    else if (name.toLowerCase() === carries.session_header)
      throw invalidField(at, "is hidden: name it in the guardrail's extra_headers");
  }
  return headers;
}
