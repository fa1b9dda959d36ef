import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createSigner, type SigningKeys } from "../../../src/adapters/keys/signer.ts";
import { transitKeys } from "../../../src/adapters/keys/transit.ts";
import { transitClient } from "../../../src/adapters/keys/transit-client.ts";
import { connectEvents } from "../../../src/adapters/postgres/events.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { counterpart, titled } from "../../support/counterpart.ts";
import { createDatabase } from "../../support/database.ts";
import { type OpenBao, startOpenbao } from "../../support/openbao.ts";
import { AT_MS } from "../../support/records.ts";
import { dataDir } from "../../support/writ.ts";
import { aKek } from "../../unit/keys/store.ts";

/** What docs/keys.md tells to give the token. */
const POLICY = `
path "transit/keys/writ-*" { capabilities = ["create", "read", "update"] }
path "transit/sign/writ-*" { capabilities = ["update"] }
`;

const found = await counterpart("openbao");

describe.skipIf(found.missing !== undefined)(titled("keys in OpenBao's Transit engine", found), () => {
  let bao: OpenBao;
  let url: string;
  let tokenFile: string;
  const kek = aKek();

  beforeAll(async () => {
    bao = await startOpenbao((found as { readonly program: string }).program);
    await bao.must("POST", "sys/mounts/transit", { type: "transit" });
    await bao.must("PUT", "sys/policies/acl/writ", { policy: POLICY });
  });
  afterAll(() => bao?.stop());
  beforeEach(async () => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    url = database.url;
    await prepareDatabase(url, AT_MS);
    const { body } = await bao.ask("POST", "auth/token/create", { policies: ["writ"], no_default_policy: true });
    tokenFile = join(dataDir(), "token");
    writeFileSync(tokenFile, `${(body.auth as { client_token: string }).client_token}\n`, { mode: 0o600 });
  });

  const settings = (address = bao.url) => ({
    address,
    mount: "transit",
    prefix: "writ",
    tokenFile,
    caFile: "",
    namespace: "",
    timeout_ms: 1_000,
  });

  async function replica(address?: string): Promise<SigningKeys> {
    const { keys, close } = await connectEvents(url, () => {});
    onTestFinished(close);
    const material = transitKeys(transitClient(settings(address)), "writ");
    return createSigner({ store: keys, kek, material, algorithms: new Map([["aws", "RS256"]]), now: Date.now });
  }

  const request = (audience: string) => ({
    purpose: "grant" as const,
    audience,
    type: "JWT",
    claims: { aud: audience },
  });

  test.each([
    ["vault", "ES256"],
    ["aws", "RS256"],
  ])("signs for %s with %s, and jose verifies it by the published key", async (audience, alg) => {
    const signer = await replica();
    const token = await signer.sign(request(audience));
    const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(signer.jwks() as never), { audience });
    expect(protectedHeader).toMatchObject({ alg, typ: "JWT" });
  });

  test("rotates, and replicas agree on versions; an old version verifies still", async () => {
    const [one, two] = [await replica(), await replica()];
    const before = await one.sign(request("vault"));
    await one.manager.rotate(["grant"], true, Date.now());
    await expect.poll(() => two.jwks().keys.length, { timeout: 1_000 }).toBe(6);
    const after = await two.sign(request("vault"));
    const headerOf = (token: string) => token.split(".", 1)[0];
    expect(headerOf(after)).not.toBe(headerOf(before));
    for (const token of [before, after]) await jwtVerify(token, createLocalJWKSet(one.jwks() as never));
  });

  test("a Transit key of another type is refused by name", async () => {
    await bao.must("POST", "transit/keys/other-grant-es256", { type: "rsa-2048" });
    const made = transitKeys(transitClient({ ...settings(), prefix: "other" }), "other").make(
      "grant",
      "ES256",
      new Set(),
    );
    // The token may not even look; what it may look at it does not take for another.
    await expect(made).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("status 403") });
    writeFileSync(tokenFile, bao.rootToken, { mode: 0o600 });
    await expect(transitKeys(transitClient(settings()), "other").make("grant", "ES256", new Set())).rejects.toThrow(
      /other-grant-es256 is not of type ecdsa-p256/,
    );
  });

  test("a token that is taken back, and one that comes in its place", async () => {
    const signer = await replica();
    await bao.must("POST", "auth/token/revoke", {
      token: (await import("node:fs")).readFileSync(tokenFile, "utf8").trim(),
    });
    await expect(signer.sign(request("vault"))).rejects.toMatchObject({ code: "unavailable" });
    writeFileSync(tokenFile, bao.rootToken, { mode: 0o600 });
    await expect(signer.sign(request("vault"))).resolves.toContain(".");
  });

  test.each([
    ["hangs", "timeout", () => {}],
    ["says nonsense", "no JSON", (response: import("node:http").ServerResponse) => response.end("<html>")],
    [
      "is sealed",
      "status 503",
      (response: import("node:http").ServerResponse) => response.writeHead(503).end('{"errors":["s3cret"]}'),
    ],
    [
      "redirects",
      "status 307",
      (response: import("node:http").ServerResponse) => response.writeHead(307, { location: bao.url }).end(),
    ],
    [
      "signs with another version",
      "no signature of the key",
      (response: import("node:http").ServerResponse) => response.end('{"data":{"signature":"vault:v9:AAAA"}}'),
    ],
  ])("a server that %s is a failure within its time, tried once, and repeats nothing", async (_, why, answer) => {
    await replica();
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    // The keys are made: what is asked of the server is signatures only.
    const signer = await replica(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const begun = performance.now();
    const failure = await signer.sign(request("vault")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "unavailable", message: expect.stringContaining(why) });
    expect(String((failure as Error).stack)).not.toContain("s3cret");
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(asked).toBe(1);
  });

  test("keys of one signer are not taken for the other's", async () => {
    await replica();
    const { keys, close } = await connectEvents(url, () => {});
    onTestFinished(close);
    await expect(createSigner({ store: keys, kek, algorithms: new Map(), now: Date.now })).rejects.toThrow(
      /grants.signer was changed/,
    );
  });
});
