import { readFileSync } from "node:fs";
import { createIdentityProvider } from "../adapters/oidc/identity-provider.ts";
import type { Config } from "../config/load.ts";
import type { ConsoleParts, SignInParts } from "../console/parts.ts";
import { placeOf } from "../console/place.ts";
import { consolePages } from "../console/routes.ts";
import { WritError } from "../domain/errors.ts";
import type { SignInSettings } from "../domain/sign-in.ts";
import type { Service } from "../pipeline/service.ts";
import type { SignInStore } from "../ports/sign-in-store.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";
import type { HttpProtocol } from "../transports/native/protocol.ts";

/** What the pages need beside the service. */
export interface ConsoleDeps {
  readonly tokens: TokenVerifier;
  readonly signIns: SignInStore;
}

/** The page of approvals. @throws WritError invalid_argument naming the setting */
export function composeConsole(config: Config, service: Service, deps: ConsoleDeps): HttpProtocol {
  const { signIn } = config;
  const parts: ConsoleParts = { service, place: placeOf(config.publicUrl) };
  return consolePages(signIn === undefined ? parts : { ...parts, signIn: signInParts(config, signIn, deps) });
}

function signInParts(config: Config, signIn: SignInSettings, { tokens, signIns }: ConsoleDeps): SignInParts {
  const { issuer, client_id, client_secret_file, scopes, max_age_s } = signIn;
  const trusted = config.trust.find(({ name }) => name === issuer);
  if (trusted === undefined) throw new WritError("invalid_argument", "sign_in.issuer names no issuer of trust");
  const { keys } = trusted;
  return {
    provider: createIdentityProvider({
      issuer: new URL(trusted.issuer),
      clientId: client_id,
      ...(client_secret_file === "" ? {} : { clientSecret: secretOf(client_secret_file) }),
      scopes,
      redirectUri: `${config.publicUrl}/approvals/signed-in`,
      maxAgeS: max_age_s,
      caFile: keys.kind === "discovery" ? keys.caFile : undefined,
      now: Date.now,
    }),
    tokens,
    store: signIns,
    tenant: config.tenant,
    issuer,
    claims: claimsOf(config, issuer),
    maxAgeS: max_age_s,
    now: Date.now,
  };
}

/** What callers are known by. */
function claimsOf({ callers }: Config, issuer: string): readonly string[] {
  const names = callers.flatMap(({ by }) =>
    by?.issuer === issuer ? [...Object.keys(by.claims), by.id_claim, by.groups_claim ?? ""] : [],
  );
  return [...new Set(names)].filter((name) => name !== "");
}

/** Editors end a file with a line's end, which is no part of a secret. */
function secretOf(path: string): string {
  const setting = `sign_in.client_secret_file (${path})`;
  let secret: string;
  try {
    secret = readFileSync(path, "utf8").trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `the file of ${setting} cannot be read (${code})`);
  }
  if (secret !== "") return secret;
  throw new WritError("invalid_argument", `the file of ${setting} is empty`);
}
