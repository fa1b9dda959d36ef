import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  customFetch,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  validateAuthResponse,
} from "oauth4webapi";
import { WritError } from "../../domain/errors.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";
import type { IdentityProvider } from "../../ports/identity-provider.ts";
import { fetchWithCa } from "./fetch.ts";
import { problemOf } from "./problems.ts";

/** A person waits for the answer in front of a browser. */
const TIMEOUT_MS = 10_000;
/** Endpoints move as seldom as issuers do. */
const METADATA_TTL_MS = 3_600_000;

export interface RelyingPartyOptions {
  readonly issuer: URL;
  readonly clientId: string;
  /** Without it, the client is a public one. */
  readonly clientSecret?: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** How long ago the issuer may have seen the person. */
  readonly maxAgeS: number;
  readonly caFile?: string | undefined;
  readonly now: () => number;
}

/** OpenID Connect Core 1.0 section 3.1, with PKCE (RFC 7636) and the issuer's name in its answer (RFC 9207). */
export function createIdentityProvider(options: RelyingPartyOptions): IdentityProvider {
  const { clientId, redirectUri, maxAgeS } = options;
  const client: Client = { client_id: clientId };
  const metadata = metadataOf(options);
  return {
    newSecrets: () => ({
      state: generateRandomState(),
      nonce: generateRandomNonce(),
      verifier: generateRandomCodeVerifier(),
    }),
    begin: async ({ state, nonce, verifier }) => {
      const { authorization_endpoint } = await metadata();
      const url = endpointOf(authorization_endpoint);
      const parameters = {
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: options.scopes.join(" "),
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        max_age: String(maxAgeS),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url;
    },
    finish: async (answer, { state, nonce, verifier }) => {
      const server = await metadata();
      try {
        const code = validateAuthResponse(server, client, answer, state);
        const auth = authOf(options.clientSecret, server);
        const request = requestOptions(options);
        const response = await authorizationCodeGrantRequest(
          server,
          client,
          auth,
          code,
          redirectUri,
          verifier,
          request,
        );
        const checks = { expectedNonce: nonce, maxAge: maxAgeS, requireIdToken: true };
        const tokens = await processAuthorizationCodeResponse(server, client, response, checks);
        const { auth_time } = getValidatedIdTokenClaims(tokens) ?? {};
        if (tokens.id_token === undefined || auth_time === undefined) throw new Error("no ID token");
        return { idToken: tokens.id_token, authenticatedAtMs: auth_time * 1000 };
      } catch (error) {
        throw problemOf(error);
      }
    },
  };
}

/** The issuer's metadata (OpenID Connect Discovery 1.0 section 4), kept for a while; a failure is not. */
function metadataOf(options: RelyingPartyOptions): () => Promise<AuthorizationServer> {
  let known: { readonly server: AuthorizationServer; readonly untilMs: number } | undefined;
  return async () => {
    if (known !== undefined && options.now() < known.untilMs) return known.server;
    try {
      const response = await discoveryRequest(options.issuer, { ...requestOptions(options), algorithm: "oidc" });
      const server = await processDiscoveryResponse(options.issuer, response);
      known = { server, untilMs: options.now() + METADATA_TTL_MS };
      return server;
    } catch (error) {
      throw new WritError("unavailable", "the issuer at which people sign in cannot be asked now", { cause: error });
    }
  };
}

function requestOptions({ issuer, caFile }: RelyingPartyOptions) {
  return {
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
    [customFetch]: fetchWithCa(caFile),
    // Only for an issuer on this very machine.
    [allowInsecureRequests]: issuer.protocol === "http:" && isLoopbackHost(issuer.hostname),
  };
}

/** @throws WritError unavailable where the browser would be sent to no page of the web */
function endpointOf(endpoint: string | undefined): URL {
  const url = endpoint === undefined ? null : URL.parse(endpoint);
  const fits =
    url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname)));
  if (!fits) throw new WritError("unavailable", "the issuer's metadata names no place where people can sign in");
  return url;
}

/** RFC 6749 section 2.3.1: Basic, which every issuer has to take, unless it says that it does not. */
function authOf(
  secret: string | undefined,
  { token_endpoint_auth_methods_supported: methods }: AuthorizationServer,
): ClientAuth {
  if (secret === undefined) return None();
  const postOnly = methods?.includes("client_secret_post") === true && !methods.includes("client_secret_basic");
  return postOnly ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}
