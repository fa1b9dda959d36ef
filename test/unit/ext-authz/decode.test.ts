import { describe, expect, test } from "vitest";
import type { WritError } from "../../../src/domain/errors.ts";
import { decodeCheck } from "../../../src/transports/ext-authz/decode.ts";
import { BODY, checkRequest, HTTP, type Http } from "./messages.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const raw = (fields: readonly (readonly [string, string | Uint8Array])[]): Http => ({
  ...HTTP,
  headers: {},
  headerMap: {
    headers: fields.map(([key, value]) => ({ key, rawValue: typeof value === "string" ? utf8(value) : value })),
  },
});

describe("a CheckRequest", () => {
  test("is the request that the gateway holds back", () => {
    const { request, request_id, context, certificate } = decodeCheck(
      checkRequest(HTTP, {
        extensions: { writ_server: "github", environment: "production" },
        certificate: "-----BEGIN%20CERTIFICATE-----%0A",
        principal: "spiffe://acme.example/agent",
      }),
    );
    expect(request).toMatchObject({ method: "POST", scheme: "https", host: "gateway.example", target: "/mcp?a=b" });
    expect(request).toMatchObject({ server: "github", body: utf8(BODY) });
    expect(request.headers.get("content-type")).toEqual(["application/json"]);
    expect(request_id).toBe("9e639c87-464c-4c2f-9d83-235003026c4a");
    expect(certificate).toBe("-----BEGIN CERTIFICATE-----\n");
    expect(context).toEqual({
      environment: "production",
      source: { address: "10.0.0.7", principal: "spiffe://acme.example/agent" },
    });
  });

  test("keeps fields apart that came apart, and octets as they are", () => {
    const { request } = decodeCheck(
      checkRequest(
        raw([
          ["Authorization", "Bearer one"],
          ["authorization", "Bearer two"],
          ["x-name", Uint8Array.of(0xe9)],
        ]),
      ),
    );
    expect(request.headers.get("authorization")).toEqual(["Bearer one", "Bearer two"]);
    expect(request.headers.get("x-name")).toEqual(["\u00e9"]);
  });

  test("has the same octets in either form of the fields", () => {
    const inMap = decodeCheck(checkRequest({ ...HTTP, headers: { "x-name": "caf\u00e9" } }));
    const inList = decodeCheck(checkRequest(raw([["x-name", "caf\u00e9"]])));
    expect(inMap.request.headers.get("x-name")).toEqual(inList.request.headers.get("x-name"));
  });

  test.each([
    ["nothing", new Uint8Array(), "/attributes/request/http"],
    ["no message", Uint8Array.of(0xff, 0xff), undefined],
    ["no method", checkRequest({ ...HTTP, method: "", headers: {} }), "/attributes/request/http/method"],
    ["no path", checkRequest({ ...HTTP, path: "", headers: {} }), "/attributes/request/http/path"],
    ["another path", checkRequest({ ...HTTP, path: "/public" }), "/attributes/request/http/path"],
    ["another method", checkRequest({ ...HTTP, method: "GET" }), "/attributes/request/http/method"],
    ["another host", checkRequest({ ...HTTP, host: "other.example" }), "/attributes/request/http/host"],
    [
      "two paths",
      checkRequest(
        raw([
          [":path", "/a"],
          [":path", "/mcp?a=b"],
        ]),
      ),
      "/attributes/request/http/path",
    ],
    ["two bodies", checkRequest({ ...HTTP, body: "x" }), "/attributes/request/http/raw_body"],
    [
      "fields in both forms",
      checkRequest({ ...HTTP, headerMap: { headers: [] } }),
      "/attributes/request/http/header_map",
    ],
    ["a certificate that is not encoded", checkRequest(HTTP, { certificate: "%" }), "/attributes/source/certificate"],
  ])("with %s is refused", (_, bytes, pointer) => {
    let thrown: unknown;
    try {
      decodeCheck(bytes);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: "WritError", code: "invalid_argument" });
    expect((thrown as WritError).violations[0]?.pointer).toBe(pointer);
  });

  test.each([
    ["one too long", { ...HTTP.headers, "x-request-id": "a".repeat(300) }, HTTP.id],
    ["none", {}, HTTP.id],
    ["one with a blank", { "x-request-id": "a b" }, HTTP.id],
    ["one", { "x-request-id": "r-1" }, "r-1"],
  ])("with %s as x-request-id has an id all the same", (_, headers, id) => {
    expect(decodeCheck(checkRequest({ ...HTTP, headers })).request_id).toBe(id);
  });
});

const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(HTTP.headers ?? {}).filter(([name]) => !names.includes(name)));
const EMPTY: Http = { ...HTTP, rawBody: new Uint8Array(), size: 0n };
const PART = utf8(BODY.slice(0, 40));

describe("the body", () => {
  test.each<[string, Http, "whole" | "empty" | "absent" | "truncated"]>([
    ["as bytes", HTTP, "whole"],
    ["as a string", { ...HTTP, rawBody: new Uint8Array(), body: BODY }, "whole"],
    ["of a size that is not said", { ...HTTP, size: 0n }, "whole"],
    ["in chunks", { ...HTTP, headers: without("content-length") }, "whole"],
    ["that is a part, as Envoy says", { ...HTTP, headers: { "x-envoy-auth-partial-body": "true" } }, "truncated"],
    [
      "that is a part, as Envoy says beside the client",
      raw([
        ["x-envoy-auth-partial-body", "false"],
        ["x-envoy-auth-partial-body", "true"],
      ]),
      "truncated",
    ],
    ["that is a part, as agentgateway says", { ...HTTP, size: -1n, headers: {} }, "truncated"],
    ["shorter than the size", { ...HTTP, rawBody: PART, headers: {} }, "truncated"],
    ["shorter than its head says", { ...HTTP, rawBody: PART, size: 0n }, "truncated"],
    ["that a gateway does not show", EMPTY, "absent"],
    ["that a gateway does not show, in chunks", { ...EMPTY, headers: { "transfer-encoding": "chunked" } }, "absent"],
    ["of HTTP/2 that is not shown", { ...EMPTY, protocol: "HTTP/2", headers: {} }, "absent"],
    ["of which nobody says anything", { ...EMPTY, headers: without("content-length") }, "absent"],
    ["of no length", { ...EMPTY, headers: { "content-length": "0" } }, "empty"],
    [
      "of no length and of some",
      {
        ...raw([
          ["content-length", "0"],
          ["content-length", "5"],
        ]),
        rawBody: new Uint8Array(),
        size: 0n,
      },
      "absent",
    ],
  ])("%s", (_, http, expected) => {
    const { body } = decodeCheck(checkRequest(http)).request;
    if (expected === "whole") expect(Buffer.from(body as Uint8Array).toString()).toBe(BODY);
    else expect(body).toEqual(expected === "empty" ? new Uint8Array() : expected);
  });
});
