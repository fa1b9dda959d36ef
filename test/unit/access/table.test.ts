import Fastify from "fastify";
import { expect, test } from "vitest";
import { composeConsole } from "../../../src/compose/console.ts";
import { composeProtocols } from "../../../src/compose/protocols.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { ROLES } from "../../../src/domain/caller.ts";
import { OPERATIONS, permissionOf } from "../../../src/domain/operations.ts";
import { DecisionService } from "../../../src/gen/writ/v1/decision_pb.ts";
import { NO_TOKENS } from "../../../src/identify/identify.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { createGrpcServer } from "../../../src/transports/grpc/server.ts";
import { isRefusal } from "../../../src/transports/http/methods.ts";
import { addProtocols } from "../../../src/transports/http/protocols.ts";
import { addRoutes } from "../../../src/transports/http/routes.ts";
import { createHttpServer } from "../../../src/transports/http/server.ts";
import { GRPC_ACCESS } from "../../../src/transports/native/access/grpc.ts";
import { HTTP_ACCESS, httpAccess } from "../../../src/transports/native/access/http.ts";
import type { HttpProtocol } from "../../../src/transports/native/protocol.ts";

// Whatever the servers mount stands in the tables, and the tables have nothing else. What each row does is asked of a running service in
// test/integration/roles.

/** Nobody asks it anything here. */
const service = { metrics: () => {} } as unknown as Service;
const config = loadConfig({ env: {} });
const signIns = {} as Parameters<typeof composeConsole>[2]["signIns"];
const http = [
  ...composeProtocols(config, service).http,
  composeConsole(config, service, { tokens: NO_TOKENS, signIns }),
];
const listen = { host: "127.0.0.1", port: 0 };

/** What the router was given, as it was given, without what only refuses. */
async function mounted(): Promise<readonly string[]> {
  const app = Fastify({ exposeHeadRoutes: false });
  const routes: string[] = [];
  app.addHook("onRoute", ({ method, url, onRequest }) => {
    if (isRefusal(onRequest)) return;
    for (const one of [method].flat()) routes.push(`${one} ${url}`);
  });
  addProtocols(app, service, http);
  addRoutes(app, service);
  await app.ready();
  await app.close();
  return routes;
}

test("every route is in the table, and every row of the table is a route", async () => {
  const routes = await mounted();
  expect(routes.filter((route) => httpAccess(...(route.split(" ") as [string, string])) === undefined)).toEqual([]);
  const pattern = (row: string) => row.replace(/\{(\w+)\}(?::\w+)?/, ":$1");
  const known = new Set(routes.map((route) => route.replace("::", ":")));
  const gone = Object.keys(HTTP_ACCESS).filter((row) => {
    const methods = row.startsWith("ANY ") ? ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] : [""];
    return !methods.every((method) => known.has(pattern(row.replace(/^ANY/, method))));
  });
  expect(gone).toEqual([]);
});

const stray = (url: string): HttpProtocol => ({
  name: "opa",
  routes: [{ methods: ["GET"], url, forwards: false, answer: async () => ({ status: 200, headers: {}, body: "" }) }],
  failed: () => ({ status: 500, headers: {}, body: "" }),
});

test.each(["/secrets", "/v1/decisions/:id/secrets", "/v1/decision"])(
  "a service with the route %s outside the table does not start",
  async (url) => {
    const started = createHttpServer(service, { listen, publicUrl: "http://localhost", protocols: [stray(url)] });
    await expect(started).rejects.toThrow(`GET ${url}: in no row`);
  },
);

test("a service with a method outside the table does not start", async () => {
  const method = { ...DecisionService.methods[0], name: "Undo" };
  const descriptor = { ...DecisionService, methods: [method] } as unknown as typeof DecisionService;
  const started = createGrpcServer(service, { listen, protocols: [{ name: "cerbos", descriptor, methods: {} }] });
  await expect(started).rejects.toThrow("writ.v1.DecisionService/Undo: in no row");
});

test("every operation can be asked for, and takes a role", () => {
  const asked = [...Object.values(HTTP_ACCESS), ...Object.values(GRPC_ACCESS)].flatMap((access) =>
    typeof access === "string" ? [] : access,
  );
  expect([...new Set(asked)].sort()).toEqual(Object.keys(OPERATIONS).sort());
  expect(asked.filter((operation) => permissionOf(operation).roles.length === 0)).toEqual([]);
});

test("every role is good for something", () => {
  const used = new Set<string>(Object.values(OPERATIONS).flatMap(({ roles }) => roles));
  expect(ROLES.filter((role) => !used.has(role))).toEqual([]);
});
