import { invalidField } from "../../../domain/errors.ts";
import { objectField } from "../../../domain/fields.ts";
import type { JsonObject, JsonValue } from "../../../domain/json.ts";
import type { AgentEvidence } from "../../../domain/request.ts";
import type { ForwardedAnswer } from "../../forwarded/decide.ts";
import { toolCallsOf } from "../../forwarded/tool-calls.ts";
import { decodeId, MAX_TOKEN_CHARS } from "../../native/decode.ts";
import { textOf } from "./http.ts";
import { saidOf } from "./said.ts";
import { judged } from "./shape.ts";

const FIELDS = ["tool_calls", "server", "agent", "intent", "session"];

/**
 * What a gateway of models has before the tools run: OpenAI's `tool_calls` (or items of a Responses output), and who asked for them as in
 * the native contract. All may run, or none.
 */
export const toolCalls = judged(({ input }) => {
  const fields = objectField(input, "/input", FIELDS);
  const calls = toolCallsOf(fields["tool_calls"], "/input/tool_calls", textOf(fields, "server", "/input"));
  if (calls.length === 0) throw invalidField("/input/tool_calls", "must not be empty");
  const session = textOf(fields, "session", "/input");
  const token = tokenOf(fields);
  return {
    calls,
    evidence: {
      agent: agentOf(fields["agent"]),
      ...(token === "" ? {} : { intent: { token } }),
      session: session === "" ? "" : decodeId(session, "/input/session"),
    },
  };
}, result);

function agentOf(value: JsonValue | undefined): AgentEvidence {
  if (value === undefined) return {};
  const fields = objectField(value, "/input/agent", ["token", "id"]);
  const token = line(fields, "token", "/input/agent");
  const id = textOf(fields, "id", "/input/agent");
  return {
    ...(token === "" ? {} : { token }),
    ...(id === "" ? {} : { id: decodeId(id, "/input/agent/id") }),
  };
}

function tokenOf(fields: JsonObject): string {
  const intent = fields["intent"];
  return intent === undefined ? "" : line(objectField(intent, "/input/intent", ["token"]), "token", "/input/intent");
}

function line(fields: JsonObject, name: string, at: string): string {
  const text = textOf(fields, name, at);
  if (text.length > MAX_TOKEN_CHARS)
    throw invalidField(`${at}/${name}`, `must have at most ${MAX_TOKEN_CHARS} characters`);
  return text;
}

function result(answer: ForwardedAnswer): JsonValue {
  return { allow: answer.goes_on, ...saidOf(answer) };
}
