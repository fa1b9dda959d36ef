import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, type DescService, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../../src/domain/caller.ts";
import { permissionOf } from "../../../src/domain/operations.ts";
import type { Access } from "../../../src/transports/native/access/access.ts";
import { GRPC_ACCESS } from "../../../src/transports/native/access/grpc.ts";
import { HTTP_ACCESS } from "../../../src/transports/native/access/http.ts";
import { requestMessage } from "../../../tools/grpc-client.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { readFile } from "../../support/requests.ts";
import { PROTOCOL_ROWS, type ProtocolRow } from "./protocols.ts";
import { reflected } from "./reflection.ts";
import { GRPC, type GrpcRow, HTTP, type HttpRow, pathOf, type Takes } from "./table.ts";

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
  // What was somebody's once is looked at whoever guesses from the same address.
  for (const role of ROLES) {
    const known = await fetch(`${writ.http}/v1/config`, { headers: { authorization: `Bearer ${secretOf(role)}` } });
    expect(known.status).toBe(200);
  }
});
afterAll(async () => {
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** What became of a question: `nobody` without a good credential, `role` for want of a role, `asked` for anything further. */
type Became = "nobody" | "role" | "asked";

/** Who guesses too often is told so before its credential is looked at: no route that needs none says that. */
const GUESSED = /credentials that are nobody's/;

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
  if (response.status === 401 || GUESSED.test(text)) return "nobody";
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
        if (code === status.UNAUTHENTICATED || (code === status.RESOURCE_EXHAUSTED && GUESSED.test(details)))
          resolve("nobody");
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

const NAMES = new Set<string>(HTTP.map(({ method, path }) => `${method} ${path}`));
const PAGES = Object.entries(HTTP_ACCESS).flatMap(([row, access]) => (access === "page" ? [row] : []));
/** What of the protocols of others is for everybody. */
const PUBLIC = Object.entries(HTTP_ACCESS).flatMap(([row, access]) =>
  access === "public" && !NAMES.has(row) ? [row] : [],
);

function isProtocols(row: string): boolean {
  return PROTOCOL_ROWS.some((known) => known.row === row) || PAGES.includes(row) || PUBLIC.includes(row);
}

function takesOf(access: Access): Takes {
  if (access === "credential") return "credential";
  return typeof access === "string"
    ? "nobody's"
    : [...new Set(access.flatMap((operation) => permissionOf(operation).roles))];
}

const NOBODY = /a caller has to show its credential|is no known caller's|credentials that are nobody's/;

const wordsOf = (takes: Takes): string => (typeof takes === "string" ? takes : [...takes].sort().join(" "));

describe("in the protocols of others", () => {
  /** Each has its own words for no; the reason stands in all of them. */
  async function told(
    { method, path, credential = "authorization" }: ProtocolRow,
    authorization?: string,
  ): Promise<string> {
    const body = method === "GET" || method === "DELETE" ? {} : { body: "{}" };
    const headers = {
      ...(method === "GET" || method === "DELETE" ? {} : { "content-type": "application/json" }),
      ...(authorization === undefined ? {} : { [credential]: authorization }),
    };
    const response = await fetch(writ.http + path, { method, headers, ...body });
    return `${response.status} ${await response.text()} ${JSON.stringify(Object.fromEntries(response.headers))}`;
  }

  test("every route has a row here", () => {
    const rows = Object.keys(HTTP_ACCESS).filter(
      (row) => !NAMES.has(row) && !PAGES.includes(row) && !PUBLIC.includes(row),
    );
    expect(PROTOCOL_ROWS.map(({ row }) => row).sort()).toEqual(rows.sort());
  });

  test.each(PROTOCOL_ROWS)("$row is for its roles and no others", async (row) => {
    expect(await told(row)).toMatch(NOBODY);
    expect(await told(row, "Bearer the-secret-of-nobody")).toMatch(NOBODY);
    const may: Role[] = [];
    for (const role of ROLES) {
      const answer = await told(row, `Bearer ${secretOf(role)}`);
      expect(answer).not.toMatch(NOBODY);
      if (!FOR_WANT_OF_A_ROLE.test(answer)) may.push(role);
    }
    const takes = takesOf(HTTP_ACCESS[row.row] ?? "public");
    expect(may.sort()).toEqual(takes === "credential" ? [...ROLES].sort() : [...takes].sort());
  });

  test.each(PUBLIC)("%s is for everybody", async (row) => {
    const [method = "", path = ""] = row.split(" ");
    expect(await told({ row, method, path: path.replace(/[:*].*$/, "x") })).not.toMatch(/^40[13]/);
  });

  test.each(PAGES)("%s is a page, and shows nothing to whoever has not signed in", async (row) => {
    const [method = "", path = ""] = row.split(" ");
    const answer = await told({ row, method, path: path.replace(":id", "apr_01JD3Z5Q8V6W7X8Y9Z0ABCDEFG") });
    expect(answer).not.toMatch(/"error"|apr_[0-9A-Z]{26}<|^5/);
  });
});

describe("the table has every operation", () => {
  test("that the servers mount, with the roles that they ask for", () => {
    expect(HTTP.map(({ method, path, takes }) => [`${method} ${path}`, wordsOf(takes)]).sort()).toEqual(
      Object.entries(HTTP_ACCESS)
        .filter(([row]) => !isProtocols(row))
        .map(([row, access]) => [row, wordsOf(takesOf(access))])
        .sort(),
    );
    expect(GRPC.map(({ method, takes }) => [`writ.v1.${method}`, wordsOf(takes)]).sort()).toEqual(
      Object.entries(GRPC_ACCESS)
        .filter(([row]) => row.startsWith("writ.v1."))
        .map(([row, access]) => [row, wordsOf(takesOf(access))])
        .sort(),
    );
  });

  test("of the OpenAPI document, and each is in it", async () => {
    const { paths } = (await (await fetch(`${writ.http}/openapi.json`)).json()) as { paths: Record<string, object> };
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const beside = ["GET /metrics", "GET /openapi.json"];
    expect(HTTP.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...documented, ...beside].sort());
  });

  test("that the running service tells by reflection, and no other", async () => {
    const told = await reflected(writ.grpc);
    const beside = Object.keys(GRPC_ACCESS).filter((row) => row.startsWith("grpc."));
    expect([...told, ...beside].sort()).toEqual(Object.keys(GRPC_ACCESS).sort());
  });
});
