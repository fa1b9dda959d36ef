import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Configuration } from "oidc-provider";
import { freePort } from "./ports.ts";

/** At which people sign in with their browsers, by its own pages: any password is right. */
export interface PeopleProvider {
  /** `http://127.0.0.1:port` */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  stop(): Promise<void>;
}

const CLIENT_ID = "writ-pages";
const CLIENT_SECRET = "a-client-secret-for-tests-only-9876543210";

/**
 * `oidc-provider` as it is, with its development pages.
 *
 * @param groups by a person's name
 * @param redirectUri where Writ takes people back
 */
export async function startPeopleProvider(
  groups: Readonly<Record<string, readonly string[]>>,
  redirectUri: string,
): Promise<PeopleProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const answer = new Provider(issuer, await configurationOf(groups, redirectUri)).callback();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function configurationOf(
  groups: Readonly<Record<string, readonly string[]>>,
  redirectUri: string,
): Promise<Configuration> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "people-1", use: "sig", alg: "ES256" }] },
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        id_token_signed_response_alg: "ES256",
      },
    ],
    scopes: ["openid", "email", "groups"],
    claims: { openid: ["sub"], email: ["email"], groups: ["groups"] },
    // Claims in the ID token itself, as the directories of companies have it.
    conformIdTokenClaims: false,
    cookies: { keys: ["keys-for-tests-only"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com`, groups: [...(groups[id] ?? [])] }),
    }),
  };
}
