import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";
import { MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import type { Service } from "../../pipeline/service.ts";
import { addHeader } from "../native/headers.ts";
import type { HeaderValues, HttpAnswer, HttpExchange, HttpProtocol, HttpRoute } from "../native/protocol.ts";
import { bodyOf, peerOf } from "./decisions.ts";
import { toWritError } from "./errors.ts";
import { METHODS, type Method, othersThan, refuseMethod } from "./methods.ts";

/** Whose bodies the framework does not read; it does those of DELETE. */
const BODILESS: readonly string[] = ["GET", "HEAD"];

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether `Host` and `Origin` are those of a request that a gateway asks about. */
    readonly forwards?: boolean;
  }
}

/** Mounts the protocols of others: bodies of any type, answers and errors in each one's own words. */
export function addProtocols(app: FastifyInstance, service: Service, protocols: readonly HttpProtocol[]): void {
  const taken = methodsByUrl(protocols);
  for (const protocol of protocols) {
    app.register((scope, _, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, parsed) => parsed(null, body));
      scope.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
        const refusal = toWritError(error);
        if (refusal.code === "internal") service.failed(error, protocol.name);
        service.refused(refusal.code, protocol.name);
        send(reply, protocol.failed(refusal, request.url, headersOf(request.raw.rawHeaders)));
      });
      for (const route of protocol.routes) {
        mount(scope, route);
        refuseOthers(scope, route, taken);
      }
      done();
    });
  }
}

/** By path, all that is taken of it, by whichever protocol. */
function methodsByUrl(protocols: readonly HttpProtocol[]): Map<string, readonly Method[]> {
  const taken = new Map<string, readonly Method[]>();
  for (const { url, methods } of protocols.flatMap(({ routes }) => routes)) {
    taken.set(url, [...(taken.get(url) ?? []), ...methodsOf(methods)]);
  }
  return taken;
}

function methodsOf(methods: HttpRoute["methods"]): readonly Method[] {
  return methods === "any" ? METHODS : methods;
}

function mount(
  scope: FastifyInstance,
  { methods, url, bodyLimit = MAX_REQUEST_BYTES, forwards, answer }: HttpRoute,
): void {
  scope.route({
    method: [...methodsOf(methods)],
    url,
    bodyLimit,
    config: { forwards },
    handler: async (request, reply) => send(reply, await answer(await exchangeOf(request, bodyLimit))),
  });
}

/** Once for each path: the first protocol that has it refuses what none takes. */
function refuseOthers(
  scope: FastifyInstance,
  { url, forwards }: HttpRoute,
  taken: Map<string, readonly Method[]>,
): void {
  const allowed = taken.get(url) ?? METHODS;
  taken.delete(url);
  const others = othersThan(allowed);
  if (others.length === 0) return;
  scope.route({
    method: others,
    url,
    config: { forwards },
    onRequest: refuseMethod(allowed),
    handler: () => {},
  });
}

async function exchangeOf(request: FastifyRequest, bodyLimit: number): Promise<HttpExchange> {
  const body = BODILESS.includes(request.method) ? await readBody(request, bodyLimit) : bodyOf(request);
  return {
    method: request.method,
    target: request.url,
    params: request.params as Readonly<Record<string, string>>,
    headers: headersOf(request.raw.rawHeaders),
    body,
    peer: peerOf(request),
  };
}

/** A gateway asks by GET with the body of the request that it asks about (Traefik does); the framework reads none there. */
async function readBody({ raw }: FastifyRequest, bodyLimit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new WritError("payload_too_large", "the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Every value that came; Node's own view drops some of those that are there twice. */
function headersOf(raw: readonly string[]): HeaderValues {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < raw.length; at += 2) addHeader(headers, raw[at] as string, raw[at + 1] as string);
  return headers;
}

/** As bytes: to text the framework adds a charset that the protocol has not written. */
function send(reply: FastifyReply, { status, headers, body, bytes, cookies = [] }: HttpAnswer): FastifyReply {
  if (cookies.length > 0) reply.header("set-cookie", [...cookies]);
  return reply
    .code(status)
    .headers({ "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers })
    .send(bytes ?? Buffer.from(body));
}
