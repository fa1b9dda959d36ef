import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { MAX_ARCHIVE_BYTES } from "../../../src/adapters/bundles/limits.ts";
import { openBundleSource } from "../../../src/adapters/bundles/open.ts";
import type { HttpSettings } from "../../../src/adapters/bundles/settings.ts";
import { eventually, OPA, started, temporaryFolder } from "./opa-cli.ts";
import { freePort, lookAt, never, PUBLIC_KEY, problemOf, READING, signedArchive, unsignedArchive } from "./values.ts";
import { webServer } from "./web-server.ts";

const BUNDLES = "application/vnd.openpolicyagent.bundles";
const TOKEN = "a-token-that-nobody-else-has";
const dir = temporaryFolder();

const open = (url: string, changes: Partial<HttpSettings> = {}) =>
  openBundleSource({ kind: "http", url, wait_s: 0, ...changes }, READING);

const send = (response: ServerResponse, body: Buffer, headers: Record<string, string> = {}) =>
  response.writeHead(200, { "content-type": "application/gzip", ...headers }).end(body);

let one: Buffer;
let two: Buffer;
beforeAll(async () => {
  [one, two] = [await signedArchive("one"), await signedArchive("two")];
});

describe("what is asked for", () => {
  test("is a bundle, and later only another one", async () => {
    let current = { etag: '"e1"', body: one };
    const server = await webServer((request, response) => {
      if (request.headers["if-none-match"] === current.etag) response.writeHead(304).end();
      else send(response, current.body, { etag: current.etag });
    });
    const source = open(`${server.origin}/bundle.tar.gz?sig=secret`);
    expect(await lookAt(source)).toEqual({ version: '"e1"', mark: "one" });
    expect(await lookAt(source, '"e1"')).toBeUndefined();
    current = { etag: '"e2"', body: two };
    expect(await lookAt(source, '"e1"')).toEqual({ version: '"e2"', mark: "two" });
    expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"e1"', '"e1"']);
    expect(server.requests[0]).toMatchObject({
      url: "/bundle.tar.gz?sig=secret",
      headers: { prefer: "modes=snapshot", "accept-encoding": "identity" },
    });
    expect(source.description).toBe(`${server.origin}/bundle.tar.gz`);
  });

  test("is known by its digest where a server has no ETags, and the server is not asked about that", async () => {
    const server = await webServer((_request, response) => send(response, one));
    const source = open(server.origin);
    const first = await lookAt(source);
    expect(first?.version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await lookAt(source, first?.version)).toBeUndefined();
    expect(server.requests[1]?.headers["if-none-match"]).toBeUndefined();
  });

  test("is waited for when the server is one of OPA's bundle services", async () => {
    const waiting: (() => void)[] = [];
    let isChanged = false;
    const server = await webServer((request, response) => {
      const answer = () =>
        send(response, isChanged ? two : one, { etag: isChanged ? '"e2"' : '"e1"', "content-type": BUNDLES });
      if (/;wait=7$/.test(request.headers.prefer as string)) waiting.push(answer);
      else answer();
    });
    const source = open(server.origin, { wait_s: 7 });
    expect((await lookAt(source))?.mark).toBe("one");
    const next = lookAt(source, '"e1"');
    await eventually(async () => waiting[0], "the second request");
    isChanged = true;
    waiting[0]?.();
    expect((await next)?.mark).toBe("two");
  });

  test("is not waited for at other servers, which would not know how", async () => {
    const server = await webServer((_request, response) => send(response, one, { etag: '"e1"' }));
    const source = open(server.origin, { wait_s: 7 });
    await lookAt(source);
    expect(await lookAt(source, '"e1"')).toBeUndefined();
    expect(server.requests.map(({ headers }) => headers.prefer)).toEqual(["modes=snapshot", "modes=snapshot"]);
  });

  test("is given up when the caller stops", async () => {
    const stop = new AbortController();
    const server = await webServer(() => stop.abort(new Error("stopping")));
    await expect(open(server.origin).fetch(undefined, stop.signal)).rejects.toThrow("stopping");
  });

  test.each(["application/x-gzip", "application/octet-stream", "application/x-tar", "", `${BUNDLES}; charset=x`])(
    "may be called %j",
    async (type) => {
      const server = await webServer((_request, response) => send(response, one, { "content-type": type }));
      expect((await lookAt(open(server.origin)))?.mark).toBe("one");
    },
  );

  test("is the archive as it is stored, when a server calls its compression a transfer's", async () => {
    const headers = { "content-type": "application/x-tar", "content-encoding": "gzip" };
    const server = await webServer((_request, response) => send(response, one, headers));
    expect((await lookAt(open(server.origin)))?.mark).toBe("one");
  });
});

describe("what comes instead", () => {
  type Instead = readonly [string, (response: ServerResponse) => unknown, { code: string; message: RegExp }];
  const instead: readonly Instead[] = [
    ["nothing found", (r) => r.writeHead(404).end(), { code: "unavailable", message: /answers with status 404$/ }],
    [
      "no permission",
      (r) => r.writeHead(403).end("secret"),
      { code: "unavailable", message: /answers with status 403$/ },
    ],
    ["an error", (r) => r.writeHead(500).end(), { code: "unavailable", message: /answers with status 500$/ }],
    ["no content", (r) => r.writeHead(204).end(), { code: "unavailable", message: /answers with status 204$/ }],
    [
      "nothing changed, unasked",
      (r) => r.writeHead(304).end(),
      { code: "unavailable", message: /answers with status 304$/ },
    ],
    [
      "a login page",
      (r) => send(r, Buffer.from("<html>"), { "content-type": "text/html" }),
      { code: "invalid_argument", message: /answers with text\/html, not with a bundle$/ },
    ],
    ["an empty body", (r) => send(r, Buffer.alloc(0)), { code: "invalid_argument", message: /not gzip/ }],
    [
      "half of it",
      (r) => {
        r.writeHead(200, { "content-length": "10000" }).write(one.subarray(0, 100));
        setImmediate(() => r.destroy());
      },
      { code: "unavailable", message: /cannot be read \(ECONNRESET\)/ },
    ],
    ["nothing at all", (r) => r.socket?.destroy(), { code: "unavailable", message: /cannot be read \(ECONNRESET\)/ }],
    ["no HTTP", (r) => r.socket?.end("hello\r\n\r\n"), { code: "unavailable", message: /cannot be read \(HPE_/ }],
  ];
  test.each(instead)("%s", async (_what, answer, expected) => {
    const server = await webServer((_request, response) => void answer(response));
    expect(await problemOf(open(`${server.origin}/b`))).toEqual({
      code: expected.code,
      message: expect.stringMatching(expected.message),
    });
  });

  test("too much, which is not read to its end", async () => {
    let sent = 0;
    const server = await webServer((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && sent < 4 * MAX_ARCHIVE_BYTES) {
          sent += chunk.length;
          if (!response.write(chunk)) return response.once("drain", more);
        }
        return response.end();
      };
      more();
    });
    expect(await problemOf(open(server.origin))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/is longer than 67108864 bytes/),
    });
    expect(sent).toBeLessThan(2 * MAX_ARCHIVE_BYTES);
  });

  test("an unsigned bundle", async () => {
    const body = await unsignedArchive();
    const server = await webServer((_request, response) => send(response, body));
    expect(await problemOf(open(server.origin))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/is not signed/),
    });
  });

  test("a hint when to come back", async () => {
    const server = await webServer((_request, response) => response.writeHead(503, { "retry-after": "7" }).end());
    await expect(open(server.origin).fetch(undefined, never)).rejects.toMatchObject({
      code: "unavailable",
      retryAfterMs: 7000,
    });
  });
});

describe("a redirect", () => {
  test("is followed at the same server", async () => {
    const server = await webServer((request, response) => {
      if (request.url === "/a") response.writeHead(302, { location: "/b" }).end();
      else send(response, one);
    });
    expect((await lookAt(open(`${server.origin}/a`, { bearerToken: TOKEN })))?.mark).toBe("one");
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
  });

  test("to another server is not, and no token goes there", async () => {
    const other = await webServer((_request, response) => send(response, one));
    const server = await webServer((_request, response) =>
      response.writeHead(307, { location: `${other.origin}/b?x=1` }).end(),
    );
    expect(await problemOf(open(`${server.origin}/a`, { bearerToken: TOKEN }))).toEqual({
      code: "unavailable",
      message: `${server.origin}/a redirects to ${other.origin}, which is not followed`,
    });
    expect(other.requests).toEqual([]);
  });

  test("to itself ends", async () => {
    const server = await webServer((_request, response) => response.writeHead(301, { location: "/" }).end());
    expect(await problemOf(open(server.origin))).toMatchObject({
      message: expect.stringMatching(/redirects more than 3 times/),
    });
    expect(server.requests).toHaveLength(4);
  });

  test.each(["file:///etc/passwd", "http://[", ""])("to %j leads nowhere", async (location) => {
    const server = await webServer((_request, response) => response.writeHead(302, { location }).end());
    expect(await problemOf(open(server.origin))).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/redirects/),
    });
  });
});

describe("a token", () => {
  test("is read anew from its file at each look", async () => {
    const file = join(dir, "token");
    const server = await webServer((_request, response) => send(response, one));
    const source = open(server.origin, { bearerTokenFile: file });
    for (const token of ["first", "second"]) {
      writeFileSync(file, `${token}\n`);
      await lookAt(source);
    }
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer first", "Bearer second"]);
    expect(await problemOf(open(server.origin, { bearerTokenFile: join(dir, "none") }))).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/none cannot be read \(ENOENT\)/),
    });
  });

  test("is in no message, and is not sent in the clear to other machines", async () => {
    const server = await webServer((_request, response) => response.writeHead(401).end());
    const source = open(server.origin, { bearerToken: TOKEN });
    expect(JSON.stringify([source.description, await problemOf(source)])).not.toContain(TOKEN);
    const far = await problemOf(open("http://bundles.example/b", { bearerToken: TOKEN }));
    expect(far).toEqual({
      code: "invalid_argument",
      message: "http://bundles.example/b is not https: credentials are not sent in the clear",
    });
    const broken = await problemOf(open(server.origin, { bearerToken: `${TOKEN}\r\nx: y` }));
    expect(broken).toEqual({ code: "unavailable", message: `${server.origin}/ cannot be read (ERR_INVALID_CHAR)` });
  });
});

test.each([
  ["ftp://host/b", /is not one of http or https/],
  ["bundle.tar.gz", /is not one of http or https/],
  ["https://user:hunter2@host/b?x", /^the bundle's URL \(https:\/\/host\/b\) holds credentials$/],
])("%s is no address", (url, message) => {
  expect(() => open(url)).toThrow(message);
});

describe("TLS", () => {
  const path = (name: string) => join(dir, name);
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  beforeAll(() => {
    const key = (name: string) => [
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      path(name),
    ];
    openssl("req", "-x509", ...key("ca.key"), "-out", path("ca.pem"), "-subj", "/CN=ca", "-days", "2");
    for (const [name, extension] of [
      ["server", "subjectAltName=IP:127.0.0.1"],
      ["client", "extendedKeyUsage=clientAuth"],
    ] as const) {
      openssl("req", ...key(`${name}.key`), "-out", path(`${name}.csr`), "-subj", `/CN=${name}`);
      writeFileSync(path("extension"), extension);
      const signer = ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial", "-days", "2"];
      openssl(
        "x509",
        "-req",
        "-in",
        path(`${name}.csr`),
        "-out",
        path(`${name}.pem`),
        ...signer,
        "-extfile",
        path("extension"),
      );
    }
  });
  const guarded = () =>
    webServer((_request, response) => send(response, one), {
      key: readFileSync(path("server.key")),
      cert: readFileSync(path("server.pem")),
      ca: readFileSync(path("ca.pem")),
      requestCert: true,
    });

  test("with certificates of both sides", async () => {
    const { origin } = await guarded();
    const client = { certFile: path("client.pem"), keyFile: path("client.key") };
    expect((await lookAt(open(origin, { tls: { caFile: path("ca.pem"), ...client } })))?.mark).toBe("one");
    expect(await problemOf(open(origin, { tls: { caFile: path("ca.pem") } }))).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/cannot be read \(ERR_SSL_.*CERTIFICATE_REQUIRED\)/),
    });
  });

  test("with a server that nobody knows is refused", async () => {
    const { origin } = await guarded();
    const { code, message } = await problemOf(open(origin, { bearerToken: TOKEN }));
    expect({ code, message }).toEqual({
      code: "unavailable",
      message: expect.stringMatching(/cannot be read \((UNABLE|SELF|DEPTH)/),
    });
  });

  test("without its files is refused by their names", async () => {
    const { origin } = await guarded();
    expect(await problemOf(open(origin, { tls: { caFile: path("none.pem") } }))).toMatchObject({
      message: expect.stringMatching(/none\.pem cannot be read \(ENOENT\)/),
    });
  });
});

test("OPA takes our archives from the same server, verified, and follows their ETags", async () => {
  let current = { etag: '"e1"', body: one };
  const server = await webServer((request, response) => {
    if (request.headers["if-none-match"] === current.etag) response.writeHead(304).end();
    else send(response, current.body, { etag: current.etag });
  });
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(dir, "opa.json");
  const polling = { min_delay_seconds: 1, max_delay_seconds: 1 };
  writeFileSync(
    config,
    JSON.stringify({
      services: [{ name: "web", url: server.origin }],
      keys: { release: { algorithm: "ES256", key: PUBLIC_KEY } },
      bundles: { b: { service: "web", resource: "bundle.tar.gz", signing: { keyid: "release" }, polling } },
    }),
  );
  started(OPA, ["run", "--server", "--addr", address, "-c", config, "--disable-telemetry"]);
  const says = (mark: string) =>
    eventually(async () => {
      const answer = (await (await fetch(`http://${address}/v1/data/policy/p/mark`)).json()) as { result?: string };
      return answer.result === mark ? mark : undefined;
    }, `OPA's answer ${mark}`);
  expect(await says("one")).toBe("one");
  current = { etag: '"e2"', body: two };
  expect(await says("two")).toBe("two");
  expect((await lookAt(open(`${server.origin}/bundle.tar.gz`)))?.mark).toBe("two");
});
