import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, type DescService, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../../src/domain/caller.ts";
import { addRoutes } from "../../../src/transports/http/routes.ts";
import { requestMessage } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { readFile } from "../../support/requests.ts";
import { GRPC, type GrpcRow, HTTP, type HttpRow, pathOf } from "./table.ts";

// Every operation of a service in production, asked by nobody and by callers that have one role each.

const dir = mkdtempSync(join(tmpdir(), "writ-roles-"));
const secretOf = (role: Role) => `the-secret-of-${role}`;
let writ: RunningWrit;

beforeAll(async () => {
  const callers = ROLES.map((role) => [
    `only-${role}`,
    {
      roles: [role],
      token_sha256: hash("sha256", secretOf(role)),
      ...(role === "broker" ? { audiences: ["bao"] } : {}),
    },
  ]);
  writ = await startWrit({
    dataDir: join(dir, "data"),
    production: true,
    env: {
      WRIT_WORKERS: "1",
      WRIT_CALLERS: JSON.stringify(Object.fromEntries(callers)),
      WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    },
  });
});
afterAll(async () => {
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** What became of a question: `nobody` without a good credential, `role` for want of a role, `asked` for anything further. */
type Became = "nobody" | "role" | "asked";

const FOR_WANT_OF_A_ROLE = /takes the role|may not change which bundle/;

async function overHttp(row: HttpRow, authorization: string | undefined): Promise<Became> {
  const { method, form } = row;
  const body = form === undefined ? JSON.stringify(row.body) : new URLSearchParams(form);
  const response = await fetch(writ.http + pathOf(row), {
    method,
    headers: {
      ...(form === undefined && body !== undefined ? { "content-type": "application/json" } : {}),
      ...(authorization === undefined ? {} : { authorization }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (response.status === 401) return "nobody";
  // Each item of a batch has an answer of its own, which may be a refusal.
  const refused = response.status === 403 || (row.path.endsWith(":batch") && text.includes('"permission_denied"'));
  return refused && FOR_WANT_OF_A_ROLE.test(text) ? "role" : "asked";
}

async function services(): Promise<readonly DescService[]> {
  const folder = new URL("../../../src/gen/writ/v1/", import.meta.url);
  const modules = await Promise.all(
    readdirSync(folder).map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) =>
    Object.values(module).filter((it): it is DescService => (it as { kind?: unknown } | null)?.kind === "service"),
  );
}

const DECIDE = requestMessage(readFile());
const DECISIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "DecisionService/Decide": { ...DECIDE },
  "DecisionService/DecideBatch": { requests: [DECIDE] },
  "DecisionService/DecideStream": { request: DECIDE },
};

async function overGrpc({ method: name, message = {} }: GrpcRow, authorization: string | undefined): Promise<Became> {
  const [service = "", method = ""] = name.split("/");
  const known = (await services()).find(({ typeName }) => typeName === `writ.v1.${service}`);
  const { input } = known?.methods.find((it) => it.name === method) ?? {};
  if (input === undefined) throw new Error(`there is no ${name}`);
  const bytes = Buffer.from(toBinary(input, create(input, DECISIONS[name] ?? message)));
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set("authorization", authorization);
  const client = new Client(writ.grpc, credentials.createInsecure());
  const same = (it: Buffer) => it;
  try {
    const call = client.makeBidiStreamRequest(`/writ.v1.${name}`, same, same, metadata, {
      deadline: Date.now() + 20_000,
    });
    const answered = new Promise<Became>((resolve) => {
      call.on("data", (answer: Buffer) => resolve(FOR_WANT_OF_A_ROLE.test(answer.toString()) ? "role" : "asked"));
      call.on("error", ({ code, details }: ServiceError) => {
        if (code === status.UNAUTHENTICATED) resolve("nobody");
        resolve(code === status.PERMISSION_DENIED && FOR_WANT_OF_A_ROLE.test(details) ? "role" : "asked");
      });
    });
    call.end(bytes);
    return await answered;
  } finally {
    client.close();
  }
}

const ROWS = [
  ...HTTP.map((row) => ({
    name: `${row.method} ${row.path}`,
    takes: row.takes,
    ask: (authorization?: string) => overHttp(row, authorization),
  })),
  ...GRPC.map((row) => ({
    name: row.method,
    takes: row.takes,
    ask: (authorization?: string) => overGrpc(row, authorization),
  })),
];

test.each(ROWS.filter(({ takes }) => takes !== "nobody's"))("$name needs a credential", async ({ ask }) => {
  expect(await ask()).toBe("nobody");
  expect(await ask("Bearer the-secret-of-nobody")).toBe("nobody");
});

test.each(ROWS.filter(({ takes }) => takes === "nobody's"))("$name is for everybody", async ({ ask }) => {
  expect(await ask()).toBe("asked");
});

test.each(ROWS.filter(({ takes }) => takes !== "nobody's"))("$name is for its roles and no others", async (row) => {
  const may: Role[] = [];
  for (const role of ROLES) {
    const became = await row.ask(`Bearer ${secretOf(role)}`);
    expect(became).not.toBe("nobody");
    if (became === "asked") may.push(role);
  }
  expect(may.sort()).toEqual([...row.takes].sort());
});

describe("the table has every operation", () => {
  test("of the HTTP routes", async () => {
    const app = Fastify({ exposeHeadRoutes: false });
    const routes: string[] = [];
    app.addHook("onRoute", ({ method, url, onRequest }) => {
      // What refuses other methods does so before anything is read.
      if (onRequest !== undefined) return;
      for (const one of [method].flat()) routes.push(`${one} ${url.replaceAll("::", ":")}`);
    });
    addRoutes(app, {} as Parameters<typeof addRoutes>[1]);
    await app.ready();
    const given = (path: string) => path.replace("{id}", ":id").replace(/:id:.*/, ":id");
    expect([...new Set(HTTP.map(({ method, path }) => `${method} ${given(path)}`))].sort()).toEqual(
      [...new Set(routes)].sort(),
    );
    await app.close();
  });

  test("of the OpenAPI document, and each is in it", async () => {
    const { paths } = (await (await fetch(`${writ.http}/openapi.json`)).json()) as { paths: Record<string, object> };
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const beside = ["GET /metrics", "GET /openapi.json"];
    expect(HTTP.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...documented, ...beside].sort());
  });

  test("of gRPC", async () => {
    const methods = (await services()).flatMap(({ typeName, methods }) =>
      methods.map(({ name }) => `${typeName.replace("writ.v1.", "")}/${name}`),
    );
    expect(GRPC.map(({ method }) => method).sort()).toEqual(methods.sort());
  });
});
