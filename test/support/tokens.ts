import { hash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JWK } from "jose";
import type { JsonObject } from "../../src/domain/json.ts";
import type { IssuerTrust } from "../../src/domain/trust.ts";

/** A key pair that tests sign with. */
export interface TestKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  /** The public half as a JWK, with `kid` and `alg`. */
  readonly jwk: JWK & JsonObject;
}

let kids = 0;

export async function newKey(alg = "ES256", kid = `key-${++kids}`): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } as JWK & JsonObject };
}

/** Signs what it is given, right or wrong. Members of the header that are undefined are left out. */
export async function sign(
  key: TestKey,
  claims: unknown,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const whole = { alg: key.alg, kid: key.kid, typ: "JWT", ...header };
  const text = typeof claims === "string" ? claims : JSON.stringify(claims);
  const stated = JSON.parse(JSON.stringify(whole)) as { alg: string };
  return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(stated).sign(key.privateKey);
}

/** An issuer of tokens with a key. */
export interface TestIssuer {
  readonly issuer: string;
  readonly key: TestKey;
  /** A token with `iss`, `sub`, `aud: writ`, `iat` and `exp` (5 minutes), as far as `claims` do not say otherwise. */
  mint(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): Promise<string>;
  jwks(): { keys: JsonObject[] };
  /** Its clock, in seconds since 1970. */
  nowS(): number;
}

export interface TestIssuerOptions {
  readonly issuer?: string;
  readonly alg?: string;
  readonly key?: TestKey;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

export async function newIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { issuer = "https://idp.example", now = Date.now } = options;
  const key = options.key ?? (await newKey(options.alg));
  const nowS = () => Math.floor(now() / 1000);
  return {
    issuer,
    key,
    nowS,
    mint: (claims = {}, header = {}) => {
      const iat = nowS();
      return sign(key, { iss: issuer, sub: "agent-1", aud: "writ", iat, exp: iat + 300, ...claims }, header);
    },
    jwks: () => ({ keys: [key.jwk] }),
  };
}

export interface DpopRequest {
  readonly method: string;
  readonly uri: string;
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** A DPoP proof (RFC 9449 section 4.2) by the key, for the request. */
export async function dpopProof(
  key: TestKey,
  { method, uri, token, nowMs }: DpopRequest,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const ath = hash("sha256", token, "base64url");
  const { kid: _kid, alg: _alg, ...jwk } = key.jwk;
  const said = { jti: randomUUID(), htm: method, htu: uri, iat: Math.floor(nowMs / 1000), ath, ...claims };
  return sign(key, said, { typ: "dpop+jwt", kid: undefined, jwk, ...header });
}

/** A Workload Proof Token (draft-ietf-wimse-wpt) by the key, for the request. */
export async function workloadProof(
  key: TestKey,
  { uri, token, nowMs }: DpopRequest,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const wth = hash("sha256", token, "base64url");
  const said = { jti: randomUUID(), aud: uri, exp: Math.floor(nowMs / 1000) + 60, wth, ...claims };
  return sign(key, said, { typ: "wpt+jwt", kid: undefined, ...header });
}

/** What trusting an issuer says where a test does not say otherwise. */
export function trustOf(changes: Partial<IssuerTrust> = {}): IssuerTrust {
  return {
    name: "idp",
    profile: "oidc",
    uses: ["agent"],
    issuer: "https://idp.example",
    trustDomain: "",
    keys: { kind: "jwks_file", path: "/nowhere" },
    audiences: ["writ"],
    algorithms: ["ES256", "RS256"],
    idClaim: "sub",
    idPrefix: "",
    labels: {},
    clockSkewS: 30,
    maxLifetimeS: 86_400,
    proof: "as_bound",
    delegation: false,
    tenantClaim: "",
    ...changes,
  };
}

/** A server on loopback whose answers a test decides, and which counts what it was asked. */
export interface TestServer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An issuer that is found by discovery (OpenID Connect Discovery 1.0) at its own address, with keys that can be changed. */
export interface ServedIssuer extends TestServer {
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** What `/jwks` says from now on. */
  publish(keys: readonly JsonObject[]): void;
}

export async function serveIssuer(keys: readonly JsonObject[]): Promise<ServedIssuer> {
  let published = keys;
  const server = await serve((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url === "/jwks") response.end(JSON.stringify({ keys: published }));
    else if (request.url === "/.well-known/openid-configuration") {
      response.end(JSON.stringify({ issuer: server.url, jwks_uri: `${server.url}/jwks` }));
    } else response.writeHead(404).end();
  });
  return {
    ...server,
    issuer: server.url,
    publish: (next) => {
      published = next;
    },
  };
}
