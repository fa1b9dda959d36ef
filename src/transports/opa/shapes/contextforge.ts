import { invalidField } from "../../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/json.ts";
import type { AgentEvidence } from "../../../domain/request.ts";
import type { ForwardedAnswer } from "../../forwarded/decide.ts";
import type { ForwardedCall } from "../../forwarded/request.ts";
import { decodeId } from "../../native/decode.ts";
import { objectAt, textOf } from "./http.ts";
import { saidOf } from "./said.ts";
import { type Asked, judged } from "./shape.ts";

/**
 * By which the catalogue knows the tools: the gateway gives each a name of its own, made of its server's and its own (`demo-get-issue`).
 * What it calls the server is the id of a list of tools, and not whose they are.
 */
const SERVER = "contextforge";

/**
 * ContextForge's plugin unified_pdp (IBM/mcp-context-forge, plugins/unified_pdp/engines/opa_engine.py): `{subject, action, resource, context}`.
 * `context.session_id` is the id of one request there, so that it is no session.
 */
export const contextforge = judged((asked) => {
  const { action, resource, context } = objectAt(asked.input);
  const { email } = objectAt(asked.input, "subject");
  if (!isJsonObject(resource)) throw invalidField("/input/resource", "must be an object");
  const extra = isJsonObject(context) ? context : {};
  return {
    calls: [callOf(resource, extra, String(action))],
    evidence: { agent: subjectOf(asked, "user", email, "/input/subject/email"), session: "" },
  };
}, result);

/**
 * The resolver of `cpex`, which ContextForge ships (cpex/framework/pdp/opa.py): a plugin's own input, by its convention
 * `{subject: {type, id}, action, tool, args, server?, session?}`.
 */
export const cpex = judged((asked) => {
  const input = objectAt(asked.input);
  const subject = objectAt(asked.input, "subject");
  const type = textOf(subject, "type", "/input/subject");
  const name = textOf(input, "tool", "/input");
  if (name === "") throw invalidField("/input/tool", "must name a tool");
  const session = isJsonObject(input["session"]) ? textOf(input["session"], "id", "/input/session") : "";
  return {
    calls: [toolCall(textOf(input, "server", "/input") || SERVER, name, input["args"])],
    evidence: {
      agent: subjectOf(asked, type === "" ? "user" : type, subject["id"], "/input/subject/id"),
      session: session === "" || !asked.admission.vouches ? "" : decodeId(session, "/input/session/id"),
    },
  };
}, result);

/** Who has authenticated with the gateway. It shows no proof of that, so that it is believed of a caller that may vouch. */
function subjectOf({ admission }: Asked, type: string, id: JsonValue | undefined, at: string): AgentEvidence {
  if (!admission.vouches || id === undefined || id === "") return {};
  return { id: decodeId(`${type}:${decodeId(id, at)}`, at) };
}

function callOf(resource: JsonObject, context: JsonObject, action: string): ForwardedCall {
  const id = textOf(resource, "id", "/input/resource");
  if (resource["type"] === "tool" && action === `tools.invoke.${id}`) return toolCall(SERVER, id, context["tool_args"]);
  if (resource["type"] === "resource" && action === "resources.fetch") {
    const payload = { jsonrpc: "2.0", id: 0, method: "resources/read", params: { uri: id } };
    return { call: { format: "mcp", server: SERVER, payload } };
  }
  const message = "the input's action and resource are none that the gateway is known to ask about";
  return { call: { format: "mcp", server: SERVER, payload: {}, refusal: { code: "call_method_unknown", message } } };
}

/** Arguments that are not shown are not the same as none. */
function toolCall(server: string, name: string, args: JsonValue | undefined): ForwardedCall {
  if (args === undefined) return { call: { format: "mcp", server, payload: { name }, unseen: true } };
  return { call: { format: "mcp", server, payload: { name, arguments: args } } };
}

/** `deny` is what a client shows; it is empty where the call goes on, whatever is warned of. */
function result(answer: ForwardedAnswer): JsonValue {
  const deny = answer.goes_on ? [] : answer.decision.reasons.map(({ code, message }) => `${code}: ${message}`);
  return { allow: answer.goes_on, deny, ...saidOf(answer) };
}
