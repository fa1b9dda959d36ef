import { randomUUID } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import type { JsonValue } from "../../domain/json.ts";
import { answer, goOn } from "../../hooks/answer.ts";
import type { HookAgentName } from "../../hooks/event.ts";
import { NoDecision, readVerdict } from "../../hooks/verdict.ts";
import type { Service } from "../../pipeline/service.ts";
import type { HttpAnswer, HttpExchange, HttpProtocol } from "../native/protocol.ts";
import { pathOf } from "../native/target.ts";
import { decodeCall, decodeHook } from "./decode.ts";
import { encodeFailed, encodeHook } from "./encode.ts";

const NAME = "hooks";
const PREFIX = "/hooks/";

/** The agents that can ask a hook by HTTP. */
const HTTP_AGENTS = ["claude-code", "copilot-cli"] as const satisfies readonly HookAgentName[];

/** Agents that POST their hook's input: it is read and answered as `writ hook` does it. */
export function hooksHttp(service: Service): HttpProtocol {
  return {
    name: NAME,
    failed: (error, target) => encodeFailed(agentOf(target), error),
    routes: HTTP_AGENTS.map((agent) => ({
      methods: ["POST"],
      url: `${PREFIX}${agent}`,
      forwards: false,
      answer: (exchange) => judge(service, agent, exchange),
    })),
  };
}

async function judge(service: Service, agent: HookAgentName, exchange: HttpExchange): Promise<HttpAnswer> {
  const admission = await service.admit(exchange.peer, NAME);
  const event = decodeHook(agent, exchange);
  if (event.phase !== "before") return encodeHook(agent, goOn(agent, event));
  const requestId = randomUUID();
  // What anybody on this machine is believed in development mode, no agent has said of itself.
  const fulfils = admission.obligations === "any" ? [] : admission.obligations;
  const decision = await service.decide(decodeCall(agent, event, exchange.headers, requestId, fulfils), admission);
  try {
    const verdict = readVerdict(decision as unknown as JsonValue, requestId, fulfils);
    return encodeHook(agent, answer(agent, verdict, false));
  } catch (error) {
    if (error instanceof NoDecision) throw new WritError("internal", error.message);
    throw error;
  }
}

/** By the path alone: what failed may be anything before or after the input was read. */
function agentOf(target: string): HookAgentName {
  const path = pathOf(target);
  return HTTP_AGENTS.find((agent) => path === `${PREFIX}${agent}`) ?? "claude-code";
}
