import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Service } from "../../../src/pipeline/service.ts";
import { createHttpServer, type HttpServer } from "../../../src/transports/http/server.ts";
import type { HttpProtocol } from "../../../src/transports/native/protocol.ts";

/** Answers with the body as it was handed to the protocol. */
const ECHO: HttpProtocol = {
  name: "forward_auth",
  routes: [
    {
      methods: "any",
      // A route that may be there: any other keeps the server from starting.
      url: "/authz/forward",
      forwards: true,
      answer: async ({ body }) => ({ status: 200, headers: {}, body: body.toString() }),
    },
  ],
  failed: ({ code }) => ({ status: 500, headers: {}, body: code }),
};

let server: HttpServer;
beforeAll(async () => {
  const listen = { host: "127.0.0.1", port: 0 };
  server = await createHttpServer({} as Service, { listen, publicUrl: "http://127.0.0.1", protocols: [ECHO] });
});
afterAll(() => server.close(0));

function echoed(method: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: "127.0.0.1", port: server.port, path: "/authz/forward", method, headers },
      (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
      },
    );
    asked.on("error", reject).end('{"a":1}');
  });
}

// A body that is lost would be judged as one that is not there.
test.each(["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"])("the body of a %s", async (method) => {
  expect(await echoed(method, { "content-length": "7" })).toBe('{"a":1}');
  expect(await echoed(method, { "content-length": "7", "content-type": "application/json" })).toBe('{"a":1}');
  expect(await echoed(method, { "transfer-encoding": "chunked", "content-type": "text/plain" })).toBe('{"a":1}');
});
