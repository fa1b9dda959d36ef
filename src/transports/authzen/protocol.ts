import type { WritError } from "../../domain/errors.ts";
import { MAX_BATCH_BYTES } from "../../domain/limits.ts";
import type { AuthzenSettings } from "../../domain/protocols.ts";
import type { Service } from "../../pipeline/service.ts";
import { jsonAnswer, retryAfter } from "../native/answer.ts";
import { REQUEST_ID_HEADER, single } from "../native/headers.ts";
import type { HeaderValues, HttpAnswer, HttpExchange, HttpProtocol, HttpRoute } from "../native/protocol.ts";
import { errorStatus } from "../native/status.ts";
import { requestStatus, submitRequest, type TaskAnswer } from "./access-request.ts";
import { decodeAsker } from "./asker.ts";
import { decodeBody, decodeEvaluation } from "./decode.ts";
import { decodeBatch } from "./decode-batch.ts";
import { type Asking, evaluateBatch, evaluateOne, NAME } from "./evaluate.ts";
import { ACCESS_PATH, type Location, METADATA_PATH, metadataOf } from "./metadata.ts";
import { SEARCHES, search } from "./search.ts";

/** OpenID AuthZEN Authorization API 1.0, with the drafts of its profiles for MCP, obligations and access requests. */
export function authzenHttp(service: Service, settings: AuthzenSettings, location: Location): HttpProtocol {
  const endpoint = `${location.publicUrl}${ACCESS_PATH}/requests`;
  const asking = async ({ peer, headers }: HttpExchange): Promise<Asking> => ({
    service,
    asker: decodeAsker(headers, await service.admit(peer, NAME)),
    settings,
    access_request_endpoint: endpoint,
  });
  return {
    name: NAME,
    failed: (error, _, headers) => encodeFailed(error, headers),
    routes: [
      post(`${ACCESS_PATH}/evaluation`, async (exchange) => {
        const asked = await asking(exchange);
        return json(exchange, await evaluateOne(asked, decodeEvaluation(decodeBody(exchange.headers, exchange.body))));
      }),
      {
        ...post(`${ACCESS_PATH}/evaluations`, async (exchange) => evaluations(await asking(exchange), exchange)),
        bodyLimit: MAX_BATCH_BYTES,
      },
      ...SEARCHES.map((kind) =>
        post(`${ACCESS_PATH}/search/${kind}`, async (exchange) => {
          const asked = await asking(exchange);
          return json(exchange, await search(asked, kind, decodeBody(exchange.headers, exchange.body)));
        }),
      ),
      post(`${ACCESS_PATH}/requests`, async (exchange) => {
        const asked = await asking(exchange);
        return task(exchange, await submitRequest(asked, decodeBody(exchange.headers, exchange.body)));
      }),
      get(`${ACCESS_PATH}/requests/:id`, async (exchange) =>
        task(exchange, await requestStatus(await asking(exchange), exchange.params["id"] ?? "")),
      ),
      get(METADATA_PATH, async (exchange) => json(exchange, metadataOf(location, settings, ""))),
      get(`${METADATA_PATH}/*`, async (exchange) =>
        json(exchange, metadataOf(location, settings, exchange.params["*"] ?? "")),
      ),
    ],
  };
}

/** Without a list of questions the whole is one (section 7.1). */
async function evaluations(asked: Asking, exchange: HttpExchange): Promise<HttpAnswer> {
  const fields = decodeBody(exchange.headers, exchange.body);
  const batch = decodeBatch(fields);
  if (batch === undefined) return json(exchange, await evaluateOne(asked, decodeEvaluation(fields)));
  return json(exchange, { evaluations: await evaluateBatch(asked, batch) });
}

function post(url: string, answer: HttpRoute["answer"]): HttpRoute {
  return { methods: ["POST"], url, forwards: false, answer };
}

function get(url: string, answer: HttpRoute["answer"]): HttpRoute {
  return { methods: ["GET"], url, forwards: false, answer };
}

function json({ headers }: HttpExchange, document: object): HttpAnswer {
  return jsonAnswer(200, document, echoed(headers));
}

function task({ headers }: HttpExchange, { status, type, document }: TaskAnswer): HttpAnswer {
  return jsonAnswer(status, document, { "content-type": type, ...echoed(headers) });
}

/** A message, which nobody takes for a decision (section 10.1.3). */
function encodeFailed(error: WritError, headers: HeaderValues): HttpAnswer {
  const { code, message } = error;
  // A document of another type is a wrong request here, like any other.
  const status = code === "unsupported_media_type" ? 400 : errorStatus(code).http;
  return jsonAnswer(status, message, {
    ...(code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    ...retryAfter(error),
    ...echoed(headers),
  });
}

/** The request's own identifier, as it came (section 10.1.4). */
function echoed(headers: HeaderValues): Readonly<Record<string, string>> {
  const id = single(headers, REQUEST_ID_HEADER);
  return id === undefined || id === "" ? {} : { [REQUEST_ID_HEADER]: id };
}
