import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { WritClient } from "../../../packages/client/src/index.ts";

const url = "https://writ.example:8181/base/";

function answering(seen: { url?: string; init?: RequestInit }) {
  return async (input: string | URL | Request, init?: RequestInit) => {
    seen.url = String(input);
    if (init !== undefined) seen.init = init;
    const { request_id } = JSON.parse(String(init?.body)) as { request_id?: string };
    const decision = {
      decision_id: "dec_1",
      request_id,
      effect: "block",
      reasons: [],
      obligations: [],
      recorded: "none",
    };
    return new Response(JSON.stringify(decision));
  };
}

describe("a client", () => {
  test.each([
    ["another scheme", { url: "ftp://writ.example" }],
    ["no URL", { url: "writ.example" }],
    ["a password in the URL", { url: "https://me:secret@writ.example" }],
    ["a query", { url: "https://writ.example?a=1" }],
    ["a fragment", { url: "https://writ.example#secret" }],
    ["plaintext to another host", { url: "http://writ.example" }],
    ["plaintext to a host that only looks like this one", { url: "http://127.0.0.1.example" }],
    ["a token that ends its header", { url, token: "secret\r\nx-other: 1" }],
    ["an empty token", { url, token: "" }],
    ["no time", { url, timeoutMs: 0 }],
    ["more time than Writ takes", { url, timeoutMs: 60_001 }],
  ])("is not made with %s, and does not repeat it", (_what, options) => {
    expect(() => new WritClient(options)).toThrow(expect.objectContaining({ name: "TypeError" }));
    expect(() => new WritClient(options)).not.toThrow(/secret|example/);
  });

  test.each(["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])("may be plaintext to %s", (loopback) => {
    expect(new WritClient({ url: loopback })).toBeInstanceOf(WritClient);
  });

  test("sends its token, its deadline and a request id, follows no redirect, and shows the token to nobody", async () => {
    const seen: { url?: string; init?: RequestInit } = {};
    const client = new WritClient({ url, token: "secret-token", timeoutMs: 1234, fetch: answering(seen) });
    await client.decide({ call: { format: "generic", payload: {} } });
    expect(seen.url).toBe("https://writ.example:8181/base/v1/decisions");
    expect(seen.init).toMatchObject({ redirect: "manual", headers: { authorization: "Bearer secret-token" } });
    expect(JSON.parse(String(seen.init?.body))).toEqual({
      request_id: expect.stringMatching(/^[\da-f-]{36}$/),
      timeout_ms: 1234,
      call: { format: "generic", payload: {} },
    });
    expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain("secret-token");
  });

  test("escapes what it puts into a path", async () => {
    const seen: { url?: string } = {};
    const client = new WritClient({ url, fetch: answering(seen) });
    await client.report("../tasks/a?b", { status: "unknown" });
    expect(seen.url).toBe("https://writ.example:8181/base/v1/decisions/..%2Ftasks%2Fa%3Fb/outcome");
  });

  test("asks nothing once its caller has given up", async () => {
    const seen: { url?: string } = {};
    const client = new WritClient({ url, fetch: answering(seen) });
    const signal = AbortSignal.abort();
    await expect(client.decide({ call: { format: "generic", payload: {} } }, { signal })).rejects.toMatchObject({
      code: "aborted",
    });
    expect(seen.url).toBeUndefined();
  });
});
