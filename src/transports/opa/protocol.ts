import type { JsonObject } from "../../domain/json.ts";
import { MAX_BATCH_BYTES, MAX_REQUEST_BYTES } from "../../domain/limits.ts";
import { requestIdOf } from "../native/headers.ts";
import type { HttpAnswer, HttpExchange, HttpProtocol, HttpRoute } from "../native/protocol.ts";
import { queryOf } from "../native/target.ts";
import { evaluateBatch } from "./batch.ts";
import { evaluate, type OpaParts } from "./data.ts";
import { bodyOf, type Input, inputOf, inputsOf, optionsOf, queryInputOf, rawInputOf } from "./decode.ts";
import { type AnswerNotes, dataBody, encodeFailed, json, undefinedDocument } from "./encode.ts";
import { config, health, status } from "./information.ts";
import { documentPath } from "./path.ts";

const NAME = "opa";

/** OPA's REST API (openpolicyagent.org/docs/rest-api) over the decisions that the configuration gives a path. */
export function opaHttp(parts: OpaParts): HttpProtocol {
  const data = documents("/v1/data", ["GET", "POST"], MAX_REQUEST_BYTES, (exchange) => dataAnswer(parts, exchange));
  const raw = documents("/v0/data", ["POST"], MAX_REQUEST_BYTES, (exchange) => rawAnswer(parts, exchange));
  const batch = documents("/v1/batch/data", ["POST"], MAX_BATCH_BYTES, (exchange) => batchAnswer(parts, exchange));
  return {
    name: NAME,
    routes: [...data, ...raw, ...batch, defaultDecision(parts), ...information(parts)],
    failed: encodeFailed,
  };
}

/** A prefix, and every path below it. */
function documents(
  prefix: string,
  methods: readonly ("GET" | "POST")[],
  bodyLimit: number,
  answer: HttpRoute["answer"],
): readonly HttpRoute[] {
  return [prefix, `${prefix}/*`].map((url) => ({ methods, url, bodyLimit, forwards: false, answer }));
}

async function dataAnswer(parts: OpaParts, exchange: HttpExchange): Promise<HttpAnswer> {
  const started = process.hrtime.bigint();
  const admission = await parts.service.admit(exchange.peer, NAME);
  const path = documentPath(exchange.target, "/v1/data");
  const query = queryOf(exchange.target);
  const options = optionsOf(query);
  const asked = exchange.method === "GET" ? queryInputOf(query) : inputOf(await bodyOf(exchange, MAX_REQUEST_BYTES));
  const answered = await evaluate(parts, admission, path, asked, requestIdOf(exchange.headers));
  const notes: AnswerNotes = {
    elapsed_ns: Number(process.hrtime.bigint() - started),
    no_input: exchange.method === "POST" && asked.input === undefined,
  };
  return json(200, dataBody(answered, options, notes), shown(exchange, options.pretty));
}

async function rawAnswer(parts: OpaParts, exchange: HttpExchange): Promise<HttpAnswer> {
  return answerRaw(parts, exchange, documentPath(exchange.target, "/v0/data"));
}

/** `POST /`: the configuration's default decision, raw. */
function defaultDecision(parts: OpaParts): HttpRoute {
  const { default_decision } = parts.settings;
  const path = default_decision === "" ? [] : default_decision.split("/");
  const answer: HttpRoute["answer"] = (exchange) => answerRaw(parts, exchange, path);
  return { methods: ["POST"], url: "/", bodyLimit: MAX_REQUEST_BYTES, forwards: false, answer };
}

async function answerRaw(parts: OpaParts, exchange: HttpExchange, path: readonly string[]): Promise<HttpAnswer> {
  const admission = await parts.service.admit(exchange.peer, NAME);
  const asked: Input = rawInputOf(await bodyOf(exchange, MAX_REQUEST_BYTES));
  const { result } = await evaluate(parts, admission, path, asked, requestIdOf(exchange.headers));
  if (result === undefined) return undefinedDocument(path);
  return json(200, result, shown(exchange, optionsOf(queryOf(exchange.target)).pretty));
}

async function batchAnswer(parts: OpaParts, exchange: HttpExchange): Promise<HttpAnswer> {
  const admission = await parts.service.admit(exchange.peer, NAME);
  const path = documentPath(exchange.target, "/v1/batch/data");
  const options = optionsOf(queryOf(exchange.target));
  const body = await bodyOf(exchange, MAX_BATCH_BYTES);
  const answer = await evaluateBatch(parts, admission, path, inputsOf(body), options);
  return json(answer.status, answer.body, shown(exchange, options.pretty));
}

function information(parts: OpaParts): readonly HttpRoute[] {
  const get = (url: string, answer: HttpRoute["answer"]): HttpRoute => ({
    methods: ["GET"],
    url,
    forwards: false,
    answer,
  });
  const told = (about: (exchange: HttpExchange) => Promise<JsonObject>): HttpRoute["answer"] => {
    return async (exchange) =>
      json(200, await about(exchange), shown(exchange, optionsOf(queryOf(exchange.target)).pretty));
  };
  return [
    get("/health", async () => health(parts, "")),
    get("/health/:check", async ({ params }) => health(parts, params["check"] ?? "")),
    get(
      "/v1/status",
      told(async ({ peer }) => status(parts, await parts.service.admit(peer, NAME))),
    ),
    get(
      "/v1/config",
      told(async ({ peer }) => {
        await parts.service.admit(peer, NAME);
        return config(parts);
      }),
    ),
  ];
}

function shown({ headers }: HttpExchange, pretty: boolean) {
  return { pretty, accept: headers.get("accept-encoding") ?? [] };
}
