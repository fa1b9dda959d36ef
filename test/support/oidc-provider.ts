import { createServer } from "node:http";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import Provider, { type Configuration } from "oidc-provider";
import { freePort } from "./ports.ts";

/** Who gets tokens by client credentials (RFC 6749 section 4.4): no browser, no page. Secrets are the tests' own. */
export interface TestClient {
  readonly id: string;
  /** Claims of its access tokens beside those of RFC 9068. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface OidcProvider {
  /** `http://127.0.0.1:port` */
  readonly issuer: string;
  /** An access token (RFC 9068) of a client for a resource (RFC 8707); bound to a key where a DPoP proof is given (RFC 9449). */
  token(client: string, resource: string, dpop?: string): Promise<string>;
  /** Signs with a key that nobody has seen; the old one stays published if it is asked for. */
  rotate(keepOld?: boolean): Promise<void>;
  /** How often its keys have been fetched. */
  readonly keyFetches: () => number;
  stop(): Promise<void>;
}

const SECRET = "a-client-secret-for-tests-only-0123456789";
const TOKEN_TTL_S = 300;

/** `oidc-provider` as it is, with keys and clients in memory. */
export async function startOidcProvider(clients: readonly TestClient[]): Promise<OidcProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  let keys = [await newKey(1)];
  let answer = new Provider(issuer, configurationOf(clients, keys)).callback();
  let keyFetches = 0;
  const server = createServer((request, response) => {
    if (request.url === "/jwks") keyFetches += 1;
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    issuer,
    keyFetches: () => keyFetches,
    token: async (client, resource, dpop) => {
      const response = await fetch(`${issuer}/token`, {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(client)}:${SECRET}`).toString("base64")}`,
          ...(dpop === undefined ? {} : { dpop }),
        },
        body: new URLSearchParams({ grant_type: "client_credentials", resource, scope: "act" }),
      });
      const body = (await response.json()) as { readonly access_token?: string };
      if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
      return body.access_token;
    },
    rotate: async (keepOld = true) => {
      keys = [await newKey(keys.length + 1), ...(keepOld ? keys : [])];
      answer = new Provider(issuer, configurationOf(clients, keys)).callback();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configurationOf(clients: readonly TestClient[], keys: readonly JWK[]): Configuration {
  const claims = new Map(clients.map((client) => [client.id, client.claims ?? {}]));
  return {
    jwks: { keys: [...keys] },
    clients: clients.map(({ id }) => ({
      client_id: id,
      client_secret: SECRET,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    })),
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    scopes: ["act"],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: "act",
          audience: resource,
          accessTokenFormat: "jwt",
          accessTokenTTL: TOKEN_TTL_S,
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
    extraTokenClaims: (_, token) => claims.get(token.clientId ?? ""),
  };
}

async function newKey(number: number): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `provider-${number}-${Date.now()}`, use: "sig", alg: "ES256" };
}
