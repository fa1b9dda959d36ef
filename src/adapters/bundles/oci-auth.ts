import { type HttpAnswer, httpGet, shownUrl } from "./http-get.ts";
import { parseObject } from "./json.ts";
import { MAX_REGISTRY_ANSWER_BYTES } from "./limits.ts";
import { unreachable } from "./refused.ts";
import type { OciSettings } from "./settings.ts";

/** What `WWW-Authenticate` asks for (RFC 9110 section 11.6.1, Docker's "Token Authentication Specification"). */
interface Challenge {
  readonly scheme: "basic" | "bearer";
  readonly parameters: ReadonlyMap<string, string>;
}

const SCHEME = /^\s*(basic|bearer)\b/i;
const PARAMETER = /([A-Za-z_]+)="([^"]*)"/g;

/**
 * Gets what a registry's refusal asks for.
 *
 * @param refusal an answer with status 401
 * @returns the value of `Authorization` to ask again with
 * @throws WritError `unavailable` when there is no way to get it
 */
export async function authorize(
  registry: URL,
  refusal: HttpAnswer,
  { credentials, tls }: OciSettings,
  signal: AbortSignal,
): Promise<string> {
  const basic =
    credentials && `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  const { scheme, parameters } = readChallenge(registry, refusal);
  if (scheme === "basic") {
    if (basic === undefined) throw unreachable(`${registry.origin} wants credentials, and none are configured`);
    return basic;
  }
  const realm = URL.parse(parameters.get("realm") ?? "");
  // A registry in the clear is one for this machine; one with TLS has no reason to ask for a password without.
  if (realm === null || (realm.protocol !== "https:" && realm.protocol !== registry.protocol)) {
    throw unreachable(`${registry.origin} names no token service that can be asked`);
  }
  for (const name of ["service", "scope"]) {
    const value = parameters.get(name);
    if (value !== undefined) realm.searchParams.set(name, value);
  }
  const { status, body } = await httpGet({
    url: realm,
    headers: { accept: "application/json" },
    authorization: basic,
    tls: realm.origin === registry.origin ? tls : tls?.caFile === undefined ? undefined : { caFile: tls.caFile },
    maxBytes: MAX_REGISTRY_ANSWER_BYTES,
    redirects: "same_origin",
    signal,
  });
  if (status !== 200) throw unreachable(`${shownUrl(realm)} answers with status ${status}`);
  const { token, access_token: accessToken } = parseObject(`the answer of ${shownUrl(realm)}`, body);
  const found = token ?? accessToken;
  if (typeof found !== "string" || found === "") throw unreachable(`${shownUrl(realm)} gives no token`);
  return `Bearer ${found}`;
}

function readChallenge(registry: URL, { headers }: HttpAnswer): Challenge {
  const text = headers["www-authenticate"] ?? "";
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== "basic" && scheme !== "bearer") {
    throw unreachable(`${registry.origin} wants to know who asks, in a way that is not known`);
  }
  const parameters = new Map(
    [...text.matchAll(PARAMETER)].map(([, name = "", value = ""]) => [name.toLowerCase(), value]),
  );
  return { scheme, parameters };
}
