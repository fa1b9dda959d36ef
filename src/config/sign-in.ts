import type { KnownCaller } from "../domain/caller.ts";
import { invalidField } from "../domain/errors.ts";
import { countField, listField, nameField, objectField, stringField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import type { SignInSettings } from "../domain/sign-in.ts";
import type { IssuerTrust } from "../domain/trust.ts";

const MAX_PATH_CHARS = 4096;
const MAX_SCOPES = 20;
/** No sign-in lasts longer. */
const MAX_AGE_S = 8 * 3600;
const DEFAULT_MAX_AGE_S = 3600;

/** RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** `sign_in`: how people sign in at Writ's pages; undefined where nothing is said. @throws WritError invalid_argument naming the field */
export function readSignIn(
  value: JsonValue,
  trust: readonly IssuerTrust[],
  callers: readonly KnownCaller[],
): SignInSettings | undefined {
  const fields = objectField(value, "", ["issuer", "client_id", "client_secret_file", "scopes", "max_age_s"]);
  if (Object.keys(fields).length === 0) return undefined;
  const issuer = nameField(fields["issuer"], "/issuer", MAX_ID_CHARS);
  const client_id = nameField(fields["client_id"], "/client_id", MAX_ID_CHARS);
  checkIssuer(issuer, client_id, trust, callers);
  const max_age_s = countField(fields["max_age_s"] ?? DEFAULT_MAX_AGE_S, "/max_age_s", 1);
  if (max_age_s > MAX_AGE_S) throw invalidField("/max_age_s", `must be at most ${MAX_AGE_S}: no sign-in lasts longer`);
  const scopes = listField(fields["scopes"] ?? ["openid"], "/scopes", MAX_SCOPES, scopeField);
  if (!scopes.includes("openid")) throw invalidField("/scopes", "must have openid: without it there is no ID token");
  return {
    issuer,
    client_id,
    client_secret_file: stringField(fields["client_secret_file"] ?? "", "/client_secret_file", MAX_PATH_CHARS),
    scopes,
    max_age_s,
  };
}

/** Whether tokens for this client would make anybody a caller. */
function checkIssuer(
  name: string,
  clientId: string,
  trust: readonly IssuerTrust[],
  callers: readonly KnownCaller[],
): void {
  const issuer = trust.find((one) => one.name === name);
  const fits = issuer?.profile === "oidc" && issuer.uses.includes("caller") && issuer.keys.kind === "discovery";
  if (issuer === undefined || !fits) {
    throw invalidField(
      "/issuer",
      "must name an issuer of trust with profile oidc, caller among its use, and keys by discovery",
    );
  }
  if (!issuer.audiences.includes(clientId)) {
    throw invalidField("/client_id", "must be among the audiences of its issuer in trust: its ID tokens are for it");
  }
  if (!callers.some(({ by }) => by?.issuer === name)) {
    throw invalidField("/issuer", "must be the issuer of somebody in callers: nobody could do anything");
  }
}

function scopeField(value: JsonValue, at: string): string {
  const scope = nameField(value, at, MAX_ID_CHARS);
  if (!SCOPE.test(scope)) throw invalidField(at, "must be a scope: no blanks");
  return scope;
}
