import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type HttpServer, startHttpServer } from "../http-server.ts";
import { anthropic } from "./models/anthropic.ts";
import { chatCompletions } from "./models/chat-completions.ts";
import { gemini } from "./models/gemini.ts";
import { responses } from "./models/responses.ts";

/** The one tool call that the model makes before it is done. */
export interface ScriptedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Codex groups the tools of an MCP server under a namespace. */
  readonly namespace?: string;
}

/** One vendor's wire form of a model, as far as a coding agent needs it. */
export interface ModelProtocol {
  readonly path: RegExp;
  /** Whether this request offers the tool, so that a call makes sense. Agents also ask for titles and summaries. */
  readonly offers: (body: string, tool: string) => boolean;
  /** Whether it already carries the result of a tool. */
  readonly hasResult: (body: string) => boolean;
  readonly callTool: (call: ScriptedCall) => Answer;
  readonly say: (words: string) => Answer;
}

export interface Answer {
  readonly type: "text/event-stream" | "application/json";
  readonly body: string;
}

export interface ModelServer extends HttpServer {
  /** What the model was asked, newest last. */
  readonly asked: readonly { readonly path: string; readonly body: string }[];
}

const PROTOCOLS: readonly ModelProtocol[] = [anthropic, responses, gemini, chatCompletions];

/** A model on loopback that calls one tool once, and says that it is done when it sees the result. */
export async function startModel(call: ScriptedCall): Promise<ModelServer> {
  const asked: { path: string; body: string }[] = [];
  const server = await startHttpServer((request, response) => {
    answer(request, response, call, asked).catch(() => response.destroy());
  });
  return { ...server, asked };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  call: ScriptedCall,
  asked: { path: string; body: string }[],
): Promise<void> {
  const path = request.url ?? "";
  const body = await text(request);
  asked.push({ path, body });
  const protocol = PROTOCOLS.find((one) => one.path.test(path));
  if (protocol === undefined || request.method !== "POST") {
    response.writeHead(404, { "content-type": "application/json" }).end("{}");
    return;
  }
  const calls = protocol.offers(body, call.name) && !protocol.hasResult(body);
  const { type, body: said } = calls ? protocol.callTool(call) : protocol.say("done");
  response.writeHead(200, { "content-type": type }).end(said);
}
