import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ERROR_CODES, WritError } from "../../../src/domain/errors.ts";
import { MAX_REQUEST_BYTES } from "../../../src/domain/limits.ts";
import { readFile } from "../../support/requests.ts";
import { asking, evaluate, send } from "./asking.ts";

const ASK = { input: readFile() };
const DECISION = "/v1/data/writ/main/decision";

describe("what a request comes to", () => {
  test.each([
    ["a decision", DECISION, JSON.stringify(ASK), 200, { decision_id: "dec_1" }],
    ["no input", DECISION, "{}", 200, { warning: { code: "api_usage_warning" } }],
    ["no body", DECISION, "", 200, { warning: { code: "api_usage_warning" } }],
    ["null", DECISION, "null", 200, { warning: { code: "api_usage_warning" } }],
    ["a path that nobody configured", "/v1/data/writ/main/nothing", JSON.stringify(ASK), 200, {}],
    ["a path above a decision's", "/v1/data/writ/main", JSON.stringify(ASK), 200, {}],
    ["all data", "/v1/data", JSON.stringify(ASK), 200, {}],
    ["a slash that is percent-encoded", "/v1/data/writ/main%2Fdecision", JSON.stringify(ASK), 200, {}],
    ["a slash at the end", `${DECISION}/`, JSON.stringify(ASK), 200, { decision_id: "dec_1" }],
    ["a path that is no UTF-8", "/v1/data/%ff", "{}", 400, { code: "invalid_parameter" }],
    ["no JSON", DECISION, '{"inp', 400, { code: "invalid_parameter" }],
    ["a list", DECISION, "[1]", 400, { code: "invalid_parameter" }],
    ["another field beside the input", DECISION, '{"input":{},"unknowns":[]}', 400, { code: "invalid_parameter" }],
    ["a key twice", DECISION, '{"input":{},"input":{}}', 400, { code: "invalid_parameter" }],
    ["an input that is no request", DECISION, '{"input":{"call":1}}', 400, { code: "invalid_parameter" }],
    ["an input that is null", DECISION, '{"input":null}', 400, { code: "invalid_parameter" }],
    ["a raw decision", "/v0/data/writ/main/allow", JSON.stringify(ASK.input), 200, true],
    ["raw, undefined", "/v0/data/writ/nothing", JSON.stringify(ASK.input), 404, { code: "undefined_document" }],
    ["raw, without input", "/v0/data/writ/main/allow", "", 404, { code: "undefined_document" }],
    ["the default decision", "/", JSON.stringify(ASK.input), 200, { effect: "allow" }],
    ["a batch that is no object", "/v1/batch/data/writ/main/allow", "[]", 400, { code: "invalid_parameter" }],
    ["a batch with common input", "/v1/batch/data/writ/main/allow", '{"inputs":{},"common_input":{}}', 400, {}],
    ["a batch of nothing", "/v1/batch/data/writ/main/allow", '{"inputs":{}}', 200, { responses: {} }],
  ])("%s", async (_, target, body, status, part) => {
    const answer = await send(asking(), target, { method: "POST", body });
    expect(answer.status).toBe(status);
    const value = JSON.parse(answer.body) as unknown;
    if (typeof part === "boolean") expect(value).toBe(part);
    else expect(value).toMatchObject(part);
    if (!JSON.stringify(part).includes("dec_1")) expect(value).not.toHaveProperty("result");
  });

  test("a path below a decision's is a part of its result", async () => {
    const blocking = asking({ effect: "block" });
    expect((await evaluate(blocking, "writ/main/decision/reasons/0/code", ASK.input)).body.result).toBe("because");
    expect((await evaluate(blocking, "writ/main/decision/nothing", ASK.input)).body).not.toHaveProperty("result");
    expect((await evaluate(blocking, "writ/main/decision/reasons/x", ASK.input)).body).not.toHaveProperty("result");
    expect((await evaluate(blocking, "writ/main/allow", ASK.input)).body.result).toBe(false);
    expect(blocking.requests).toHaveLength(4);
  });

  test.each([
    ["allow", true],
    ["warn", true],
    ["block", false],
  ] as const)("%s is %s to a client that looks for true", async (effect, allowed) => {
    expect((await evaluate(asking({ effect }), "writ/main/allow", ASK.input)).body.result).toBe(allowed);
  });

  test("the request's own id is kept, else that of the head is", async () => {
    const asked = asking();
    const headers = { "x-request-id": "head-1" };
    await send(asked, DECISION, { headers, body: JSON.stringify(ASK) });
    await send(asked, DECISION, { headers, body: JSON.stringify({ input: readFile({ request_id: "own" }) }) });
    await send(asked, DECISION, { headers: { "x-request-id": "a".repeat(300) }, body: JSON.stringify(ASK) });
    expect(asked.requests.map(({ request_id }) => request_id)).toEqual(["head-1", "own", ""]);
  });
});

describe("how the answer looks", () => {
  test("metrics, provenance and indentation where they are asked for", async () => {
    const { body } = await send(asking(), `${DECISION}?metrics=true&provenance&pretty=false`, {
      body: JSON.stringify(ASK),
    });
    expect(body).not.toContain("\n");
    expect(JSON.parse(body)).toMatchObject({
      metrics: { timer_server_handler_ns: expect.any(Number) as number },
      provenance: { bundles: { default: { revision: "r1" } } },
    });
    expect((await send(asking(), `${DECISION}?pretty`, { body: JSON.stringify(ASK) })).body).toContain('\n  "result"');
  });

  test.each([
    ["gzip", true],
    ["br, gzip;q=0.5", true],
    ["gzip;q=0", false],
    ["br", false],
    ["", false],
  ])("Accept-Encoding: %s", async (accept, compressed) => {
    const data = { big: "x".repeat(2_000) };
    const asked = asking({ settings: { documents: ["big"] }, data });
    const { body, bytes, headers } = await send(asked, "/v1/data/big", { headers: { "accept-encoding": accept } });
    expect(headers["content-encoding"]).toBe(compressed ? "gzip" : undefined);
    const text = bytes === undefined ? body : gunzipSync(bytes).toString("utf8");
    expect(JSON.parse(text)).toEqual({ result: data.big });
  });
});

describe("compressed bodies", () => {
  const zipped = gzipSync(JSON.stringify(ASK));
  const bomb = gzipSync(Buffer.alloc(MAX_REQUEST_BYTES + 1, 0x20));
  test.each([
    ["gzip", "gzip", zipped, 200],
    ["identity", "identity", JSON.stringify(ASK), 200],
    ["no gzip", "gzip", JSON.stringify(ASK), 400],
    ["half a gzip", "gzip", zipped.subarray(0, 40), 400],
    ["more than the limit when it is not compressed", "gzip", bomb, 413],
    ["another coding", "deflate", zipped, 415],
    ["twice", "gzip, gzip", gzipSync(zipped), 415],
  ])("%s", async (_, coding, body, status) => {
    const answer = await send(asking(), DECISION, { headers: { "content-encoding": coding }, body });
    expect(answer.status).toBe(status);
    expect("result" in (JSON.parse(answer.body) as object)).toBe(status === 200);
  });
});

describe("errors", () => {
  test.each(ERROR_CODES)("%s is never a result, and never 200", async (code) => {
    const error = new WritError(code, "why", { violations: [{ pointer: "/input/x", description: "is wrong" }] });
    const { status, body } = await evaluate(asking({ error }), "writ/main/allow", ASK.input);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).not.toHaveProperty("result");
    expect(body).toMatchObject({ message: "why", errors: [{ message: "/input/x: is wrong" }] });
  });

  test("a client is told when to come back", async () => {
    const error = new WritError("resource_exhausted", "full", { retryAfterMs: 1_500 });
    const { status, headers } = await send(asking({ error }), DECISION, { body: JSON.stringify(ASK) });
    expect([status, headers["retry-after"]]).toEqual([429, "2"]);
  });
});

describe("batches", () => {
  const path = "/v1/batch/data/writ/main/allow";
  const big = { x: "y".repeat(MAX_REQUEST_BYTES) };
  test.each([
    ["all good", { a: ASK.input, b: ASK.input }, 200, ["", ""]],
    ["one broken", { a: ASK.input, b: 1 }, 207, ["200", "500"]],
    ["one over the size of one request", { a: ASK.input, b: big }, 207, ["200", "500"]],
    ["all broken", { a: 1, b: 2 }, 500, ["500", "500"]],
  ])("%s", async (_, inputs, status, statuses) => {
    const answer = await send(asking(), path, { body: JSON.stringify({ inputs }) });
    expect(answer.status).toBe(status);
    const { responses } = JSON.parse(answer.body) as { responses: Record<string, Record<string, unknown>> };
    expect(Object.values(responses).map((one) => one["http_status_code"] ?? "")).toEqual(statuses);
    for (const one of Object.values(responses)) expect("result" in one).toBe(one["code"] === undefined);
  });
});

describe("what else there is", () => {
  test.each([
    ["/health", true, 200],
    ["/health?bundles&plugins", true, 200],
    ["/health", false, 500],
    ["/health/ready", false, 500],
    ["/health/live", false, 200],
    ["/health/nonsense", true, 404],
  ])("%s when ready is %s: %i", async (target, ready, status) => {
    expect((await send(asking({ ready }), target)).status).toBe(status);
  });

  test("only what the configuration names of the bundle's data can be read", async () => {
    const data = { catalog: { gmail: { server: "gmail" }, secret: { key: "k" } } };
    const asked = asking({ settings: { documents: ["catalog/gmail"] }, data });
    const read = async (path: string) => JSON.parse((await send(asked, `/v1/data/${path}`)).body) as object;
    expect(await read("catalog/gmail")).toEqual({ result: { server: "gmail" } });
    expect(await read("catalog/gmail/server")).toEqual({ result: "gmail" });
    for (const path of ["catalog", "catalog/secret", "catalog/gmailx", "", "catalog/gmail/nothing"]) {
      expect(await read(path)).toEqual({});
    }
    const nothing = asking({ data });
    expect((await send(nothing, "/v1/data/catalog/gmail")).body).toBe("{}");
  });
});
