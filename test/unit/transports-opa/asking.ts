import { believedCaller } from "../../../src/admit/admit.ts";
import type { Decision, Effect } from "../../../src/domain/decision.ts";
import { WritError } from "../../../src/domain/errors.ts";
import { OPA_DEFAULTS, type OpaSettings } from "../../../src/domain/protocols.ts";
import type { Admission, DecisionRequest } from "../../../src/domain/request.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import type { HttpAnswer, HttpExchange, HttpProtocol } from "../../../src/transports/native/protocol.ts";
import { opaHttp } from "../../../src/transports/opa/protocol.ts";

/** A service that answers every call alike, and keeps what it was asked. */
export interface Asking {
  readonly protocol: HttpProtocol;
  readonly requests: readonly DecisionRequest[];
}

export interface AskingOptions {
  readonly effect?: Effect;
  /** The code of its one reason. */
  readonly reason?: string;
  readonly approval?: Decision["approval"];
  readonly admission?: Partial<Admission>;
  readonly settings?: Partial<OpaSettings>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ready?: boolean;
  /** Instead of a decision. */
  readonly error?: WritError;
}

export function asking(options: AskingOptions = {}): Asking {
  const { effect = "allow", reason = "because", settings, data = {}, ready = true, error } = options;
  const admission = { ...believedCaller("opa"), tenant: "default", now_ms: 0, ...options.admission } as Admission;
  const requests: DecisionRequest[] = [];
  const service = {
    admit: async () => admission,
    decide: async (request: DecisionRequest) => {
      requests.push(request);
      if (error !== undefined) throw error;
      const decision = decisionOf(effect, reason, request);
      return options.approval === undefined ? decision : { ...decision, approval: options.approval };
    },
    document: (path: readonly string[]) =>
      path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], data),
    ready: () => ready,
    refused: () => {},
    failed: () => {},
  } as unknown as Service;
  const protocol = opaHttp({ service, settings: { ...OPA_DEFAULTS, ...settings }, upstreams: () => [] });
  return { protocol, requests };
}

function decisionOf(effect: Effect, code: string, { request_id }: DecisionRequest): Decision {
  const reasons = [{ code, message: "the test says so", rule: "policy.test", controls: [] }];
  const policy = { bundle: "default", revision: "r1", digest: "sha256:0", activated_at: "2026-11-20T00:00:00.000Z" };
  const action = { verb: "file.read" } as Decision["action"];
  const known = { decision_id: "dec_1", request_id, effect, reasons, obligations: [], action, policy };
  const grant = { id: "grt_1", token: "a.b.c", audience: "vault", expires_at: "", single_use: true };
  return { ...known, recorded: "committed", ...(effect === "block" ? {} : { grant }) };
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends a request to the route that takes it, as the server would. */
export async function send({ protocol }: Asking, target: string, sent: Sent = {}): Promise<HttpAnswer> {
  const [path = ""] = target.split("?", 1);
  const method = sent.method ?? (sent.body === undefined ? "GET" : "POST");
  const route = protocol.routes.find(
    ({ methods, url }) => methods !== "any" && (methods as readonly string[]).includes(method) && fits(url, path),
  );
  if (route === undefined) throw new Error(`no route takes ${method} ${path}`);
  const exchange: HttpExchange = {
    method,
    target,
    params: url(route.url, path),
    headers: new Map(Object.entries(sent.headers ?? {}).map(([name, value]) => [name, [value]])),
    body: Buffer.from(sent.body ?? ""),
    peer: { address: "127.0.0.1" },
  };
  try {
    return await route.answer(exchange);
  } catch (error) {
    if (error instanceof WritError) return protocol.failed(error, target, new Map());
    throw error;
  }
}

/** `{input}` to a path of `/v1/data/`. @returns the status and the parsed body */
export async function evaluate(asked: Asking, path: string, input: unknown): Promise<{ status: number; body: Body }> {
  const { status, body } = await send(asked, `/v1/data/${path}`, { body: JSON.stringify({ input }) });
  return { status, body: JSON.parse(body) as Body };
}

export interface Body {
  readonly result?: unknown;
  readonly code?: string;
  readonly message?: string;
}

function fits(pattern: string, path: string): boolean {
  if (pattern.endsWith("/*")) return path.startsWith(pattern.slice(0, -1));
  if (pattern.includes(":")) return path.startsWith(pattern.slice(0, pattern.indexOf(":")));
  return pattern === path;
}

function url(pattern: string, path: string): Record<string, string> {
  const at = pattern.indexOf(":");
  return at < 0 ? {} : { [pattern.slice(at + 1)]: path.slice(at) };
}
