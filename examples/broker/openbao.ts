import { Refused } from "./http.ts";

/** How OpenBao is reached, and where in it the credential is. */
export interface OpenbaoSettings {
  readonly url: string;
  /** The JWT auth mount that trusts Writ, and its role. */
  readonly mount: string;
  readonly role: string;
  /** What gives the credential: a dynamic secret, e.g. `auth/token/create/comments` or `database/creds/orders`. */
  readonly path: string;
  readonly method: "GET" | "POST";
  /** Where in the answer the credential stands, e.g. `["auth", "client_token"]` or `["data", "password"]`. */
  readonly field: readonly string[];
}

const TIMEOUT_MS = 10_000;

/** Logs in with the grant as the JWT. @returns OpenBao's token: whatever is leased to it ends with it */
export async function logIn(bao: OpenbaoSettings, grant: string): Promise<string> {
  const body = await ask(bao, "POST", `auth/${bao.mount}/login`, { role: bao.role, jwt: grant });
  return textAt(body, ["auth", "client_token"]);
}

/** @param ttlS the longest life of the credential, in seconds, where its engine lets that be said */
export async function credentialFor(bao: OpenbaoSettings, login: string, ttlS: number): Promise<string> {
  const body = bao.method === "POST" ? { ttl: `${ttlS}s` } : undefined;
  return textAt(await ask(bao, bao.method, bao.path, body, login), bao.field);
}

/** Ends the login, and with it the credential. */
export async function revoke(bao: OpenbaoSettings, login: string): Promise<void> {
  await ask(bao, "POST", "auth/token/revoke-self", {}, login);
}

async function ask(
  bao: OpenbaoSettings,
  method: string,
  path: string,
  body: object | undefined,
  token?: string,
): Promise<unknown> {
  const response = await fetch(`${bao.url}/v1/${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token === undefined ? {} : { "x-vault-token": token }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  // OpenBao's own words may repeat what it was sent.
  if (!response.ok) throw new Refused(502, `OpenBao refuses ${path.replace(/\?.*/, "")} (${response.status})`);
  return text === "" ? {} : JSON.parse(text);
}

function textAt(body: unknown, field: readonly string[]): string {
  const value = field.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], body);
  if (typeof value !== "string" || value === "") throw new Refused(502, "OpenBao's answer holds no credential");
  return value;
}
