import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import { exportJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBundleSource } from "../../../src/adapters/bundles/open.ts";
import { digestOf } from "../../../src/adapters/bundles/receive.ts";
import type { OciSettings } from "../../../src/adapters/bundles/settings.ts";
import { eventually, hasGo, OPA, started, temporaryFolder } from "./opa-cli.ts";
import { push, type Registry, startRegistry } from "./registry.ts";
import { freePort, lookAt, PUBLIC_KEY, problemOf, READING, signedArchive, unsignedArchive } from "./values.ts";

const BUILD_MS = 20 * 60_000;
const LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
const PASSWORD = "a password that nobody else has";
const dir = temporaryFolder();

const open = (reference: string, changes: Partial<OciSettings> = {}) =>
  openBundleSource({ kind: "oci", reference, plainHttp: true, ...changes }, READING);

const layerOf = (bytes: Buffer) => ({ layers: [{ mediaType: LAYER, bytes }] });

let registry: Registry;
beforeAll(async () => {
  if (hasGo) registry = await startRegistry(dir);
}, BUILD_MS);

describe.skipIf(!hasGo)("an OCI registry (needs Go)", () => {
  test("gives a bundle once, and again when the tag moved", async () => {
    const archive = await signedArchive("one");
    await push(registry, "acme/policies", "v1", layerOf(archive));
    const source = open(`${registry.host}/acme/policies:v1`);
    const first = await lookAt(source);
    expect(first).toEqual({ version: digestOf(archive), mark: "one" });
    expect(await lookAt(source, first?.version)).toBeUndefined();
    await push(registry, "acme/policies", "v1", layerOf(await signedArchive("two")));
    expect((await lookAt(source, first?.version))?.mark).toBe("two");
  });

  test("gives the bundle of a digest, wherever the tag went", async () => {
    const digest = await push(registry, "pinned", "latest", layerOf(await signedArchive("one")));
    await push(registry, "pinned", "latest", layerOf(await signedArchive("two")));
    expect((await lookAt(open(`${registry.host}/pinned@${digest}`)))?.mark).toBe("one");
    expect((await lookAt(open(`${registry.host}/pinned:v1@${digest}`)))?.mark).toBe("one");
    expect((await lookAt(open(`${registry.host}/pinned`)))?.mark).toBe("two");
  });

  test("gives what is refused by name", async () => {
    const archive = await signedArchive("one");
    const artifacts = [
      ["unsigned", layerOf(await unsignedArchive()), /is not signed/],
      ["text", layerOf(Buffer.from("text")), /not gzip/],
      ["no-layer", { layers: [] }, /no-layer:t has no layer of a bundle's type/],
      [
        "other-layer",
        { layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", bytes: archive }] },
        /has no layer/,
      ],
      [
        "two-layers",
        { layers: [...layerOf(archive).layers, ...layerOf(await signedArchive("two")).layers] },
        /more than one layer/,
      ],
    ] as const;
    for (const [name, artifact, message] of artifacts) {
      await push(registry, name, "t", artifact);
      expect(await problemOf(open(`${registry.host}/${name}:t`))).toEqual({
        code: "invalid_argument",
        message: expect.stringMatching(message),
      });
    }
  });

  test("has no such thing, or is away", async () => {
    expect(await problemOf(open(`${registry.host}/none:v1`))).toEqual({
      code: "unavailable",
      message: `http://${registry.host}/v2/none/manifests/v1 answers with status 404`,
    });
    const away = `127.0.0.1:${await freePort()}`;
    expect(await problemOf(open(`${away}/none`))).toEqual({
      code: "unavailable",
      message: `http://${away}/v2/none/manifests/latest cannot be read (ECONNREFUSED)`,
    });
  });

  test("serves an OPA what it serves us", async () => {
    await push(registry, "for-opa", "v1", layerOf(await signedArchive("shared")));
    const port = await freePort();
    const config = join(dir, "opa.json");
    writeFileSync(
      config,
      JSON.stringify({
        services: [{ name: "registry", url: `http://${registry.host}`, type: "oci" }],
        keys: { release: { algorithm: "ES256", key: PUBLIC_KEY } },
        bundles: {
          b: {
            service: "registry",
            resource: `${registry.host}/for-opa:v1`,
            signing: { keyid: "release" },
            polling: { min_delay_seconds: 1, max_delay_seconds: 1 },
          },
        },
        persistence_directory: join(dir, "opa"),
      }),
    );
    started(OPA, ["run", "--server", "--addr", `127.0.0.1:${port}`, "-c", config, "--disable-telemetry"]);
    const mark = await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/data/policy/p/mark`);
      return ((await answer.json()) as { result?: string }).result;
    }, "OPA's bundle");
    expect(mark).toBe("shared");
    expect((await lookAt(open(`${registry.host}/for-opa:v1`)))?.mark).toBe("shared");
  });
});

describe.skipIf(!hasGo)("a registry that wants a password (needs Go)", () => {
  const basic = `Basic ${Buffer.from(`ci:${PASSWORD}`).toString("base64")}`;
  // As of `htpasswd -nbBC 4 ci "$PASSWORD"`.
  const HTPASSWD = "ci:$2a$04$2/XP/GqbZQB/0aHWJ3cfROk5EifhGpgoxfZIYPVG9j4SNdPI5pl5C";
  let guarded: Registry;
  beforeAll(async () => {
    const path = join(dir, "htpasswd");
    writeFileSync(path, HTPASSWD);
    guarded = await startRegistry(dir, { authorization: basic }, { htpasswd: { realm: "writ", path } });
    await push(guarded, "p", "v1", layerOf(await signedArchive("guarded")));
  });

  test("gets it", async () => {
    const source = open(`${guarded.host}/p:v1`, { credentials: { username: "ci", password: PASSWORD } });
    expect((await lookAt(source))?.mark).toBe("guarded");
    expect(source.description).toBe(`oci ${guarded.host}/p:v1`);
  });

  test("is told no other, and says no", async () => {
    expect(await problemOf(open(`${guarded.host}/p:v1`))).toEqual({
      code: "unavailable",
      message: `http://${guarded.host} wants credentials, and none are configured`,
    });
    const wrong = open(`${guarded.host}/p:v1`, { credentials: { username: "ci", password: "guess" } });
    expect(await problemOf(wrong)).toEqual({
      code: "unavailable",
      message: `http://${guarded.host}/v2/p/manifests/v1 answers with status 401`,
    });
  });
});

describe.skipIf(!hasGo)("a registry that wants a token of another service (needs Go)", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  let guarded: Registry;
  let tokens: Server;
  const asked: { url: URL; authorization: string | undefined }[] = [];

  /** Docker's token service: signs what was asked for, when the password is right. */
  async function tokenFor(request: IncomingMessage): Promise<string | undefined> {
    const url = new URL(request.url ?? "", "http://token");
    asked.push({ url, authorization: request.headers.authorization });
    const [, user = ""] = /^Basic (.*)$/.exec(request.headers.authorization ?? "") ?? [];
    if (Buffer.from(user, "base64").toString() !== `ci:${PASSWORD}`) return undefined;
    const scopes = (url.searchParams.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
    const access = scopes.map((scope) => {
      const [type, name, actions = ""] = scope.split(":");
      return { type, name, actions: actions.split(",") };
    });
    return new SignJWT({ access })
      .setProtectedHeader({ alg: "ES256", kid: "token", typ: "JWT" })
      .setIssuer("tokens")
      .setAudience("registry")
      .setSubject("ci")
      .setJti(randomUUID())
      .setIssuedAt()
      .setNotBefore("0s")
      .setExpirationTime("5m")
      .sign(privateKey);
  }

  beforeAll(async () => {
    const port = await freePort();
    tokens = createServer((request, response) => {
      void tokenFor(request).then((token) => {
        response.writeHead(token === undefined ? 401 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify(token === undefined ? {} : { token, expires_in: 300 }));
      });
    }).listen(port, "127.0.0.1");
    const jwks = join(dir, "jwks.json");
    writeFileSync(
      jwks,
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "token", alg: "ES256", use: "sig" }] }),
    );
    const realm = `http://127.0.0.1:${port}/token`;
    guarded = await startRegistry(dir, {}, { token: { realm, service: "registry", issuer: "tokens", jwks } });
    const scope = "repository:p:pull,push";
    const answer = await fetch(`${realm}?service=registry&scope=${scope}`, {
      headers: { authorization: `Basic ${Buffer.from(`ci:${PASSWORD}`).toString("base64")}` },
    });
    const { token } = (await answer.json()) as { token: string };
    const pusher = { ...guarded, pusher: { authorization: `Bearer ${token}` } };
    await push(pusher, "p", "v1", layerOf(await signedArchive("token")));
  });
  afterAll(() => new Promise((closed) => tokens.close(closed)));

  test("is given one, which is kept", async () => {
    asked.length = 0;
    const source = open(`${guarded.host}/p:v1`, { credentials: { username: "ci", password: PASSWORD } });
    const first = await lookAt(source);
    expect(first?.mark).toBe("token");
    expect(await lookAt(source, first?.version)).toBeUndefined();
    expect(asked.map(({ url }) => url.searchParams.get("scope"))).toEqual(["repository:p:pull"]);
  });

  test("is given none for a wrong password", async () => {
    const source = open(`${guarded.host}/p:v1`, { credentials: { username: "ci", password: "guess" } });
    const { code, message } = await problemOf(source);
    expect({ code, message }).toEqual({
      code: "unavailable",
      message: expect.stringMatching(/\/token answers with status 401$/),
    });
    expect(message).not.toContain("guess");
  });
});

describe("a folder in the OCI image layout", () => {
  const blob = (layout: string, bytes: Buffer) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    mkdirSync(join(layout, "blobs", "sha256"), { recursive: true });
    writeFileSync(join(layout, "blobs", "sha256", digest), bytes);
    return { digest: `sha256:${digest}`, size: bytes.length };
  };
  const layoutOf = (name: string, archives: Readonly<Record<string, Buffer>>) => {
    const layout = join(dir, name);
    const manifests = Object.entries(archives).map(([tag, bytes]) => ({
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      ...blob(
        layout,
        Buffer.from(JSON.stringify({ schemaVersion: 2, layers: [{ mediaType: LAYER, ...blob(layout, bytes) }] })),
      ),
      annotations: { "org.opencontainers.image.ref.name": tag },
    }));
    writeFileSync(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
    return layout;
  };
  const at = (path: string, tag?: string) =>
    openBundleSource({ kind: "oci_layout", path, ...(tag === undefined ? {} : { tag }) }, READING);

  test("gives the bundle of a tag", async () => {
    const layout = layoutOf("two", { v1: await signedArchive("one"), v2: await signedArchive("two") });
    const first = await lookAt(at(layout, "v1"));
    expect(first?.mark).toBe("one");
    expect(await lookAt(at(layout, "v1"), first?.version)).toBeUndefined();
    expect((await lookAt(at(layout, "v2"), first?.version))?.mark).toBe("two");
    expect(await problemOf(at(layout))).toEqual({
      code: "invalid_argument",
      message: `${layout} has several manifests; name a tag`,
    });
    expect(await problemOf(at(layout, "v3"))).toEqual({
      code: "invalid_argument",
      message: `${layout}:v3 has no such manifest`,
    });
  });

  test("is refused when content is not what its digest says", async () => {
    const archive = await signedArchive("one");
    const layout = layoutOf("changed", { v1: archive });
    const digest = digestOf(archive);
    const path = join(layout, "blobs", ...digest.split(":"));
    writeFileSync(path, Buffer.from(archive).fill(0, 3, 4).fill(1, 4, 8));
    expect(await problemOf(at(layout))).toEqual({
      code: "invalid_argument",
      message: `${path} is not the content of ${digest}`,
    });
    writeFileSync(path, Buffer.concat([archive, Buffer.alloc(1)]));
    expect(await problemOf(at(layout))).toEqual({
      code: "invalid_argument",
      message: `${path} is longer than ${archive.length} bytes`,
    });
  });

  test("is away", async () => {
    expect(await problemOf(at(join(dir, "nowhere")))).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/index\.json cannot be read \(ENOENT\)/),
    });
  });
});

test.each([
  "policies",
  "host/UPPER",
  "host/a:b:c",
  "host:99999/a",
  "host/a@sha256:12",
  "https://host/a",
  "host/../a",
  "user:pass@host/a",
])("%s is no reference, and is not repeated", (reference) => {
  expect(() => open(reference)).toThrow(/is not of the form/);
  expect(() => open(reference)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(reference) }));
});
