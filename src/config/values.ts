import { isIPv6 } from "node:net";
import { databaseServers } from "../domain/database-servers.ts";
import { isLoopbackHost } from "../domain/loopback.ts";

export interface Endpoint {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

const LISTEN = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/;

const KEY_BYTES = 32;

// Each of these returns undefined for text that it cannot read.

/** `host:port`, `[IPv6]:port`. The name localhost becomes 127.0.0.1, so that no resolver decides where it is. */
export function parseListen(text: string): Endpoint | undefined {
  const [, v6, name = "", digits] = LISTEN.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535 || (v6 !== undefined && !isIPv6(v6))) return undefined;
  return { host: v6 ?? (name === "localhost" ? "127.0.0.1" : name), port };
}

/** `host:port` of an endpoint. */
export function endpointText({ host, port }: Endpoint): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** An http or https URL without credentials, query and fragment (OpenID Connect Discovery section 3), without a slash at its end. */
export function parseBaseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  if (`${url.username}${url.password}` !== "" || /[?#]/.test(text)) return undefined;
  return url.href.replace(/\/+$/, "");
}

/** An https URL to which secrets and signed words may go; http to this machine only. */
export function parsePrivateUrl(text: string): string | undefined {
  const found = parseBaseUrl(text);
  if (found === undefined) return undefined;
  const { protocol, hostname } = new URL(found);
  // RFC 6761 section 6.3 gives the name localhost to this machine.
  const here = isLoopbackHost(hostname);
  return protocol === "https:" || here ? found : undefined;
}

export function parseDatabaseUrl(text: string): string | undefined {
  return text.length > "postgresql://".length && databaseServers(text) !== undefined ? text : undefined;
}

/** Whether a database's URL itself says that it leads to a pooler in transaction mode. */
export function saysPooler(url: string): boolean {
  return /[?&]pgbouncer=true(&|$)/.test(url);
}

/** 32 bytes in base64. */
export function parseKey(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === KEY_BYTES && bytes.toString("base64") === text ? new Uint8Array(bytes) : undefined;
}
