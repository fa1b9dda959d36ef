import type { Command } from "commander";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { isLoopbackHost } from "../../domain/loopback.ts";
import { DEFAULT_URL } from "../default-url.ts";
import { readText } from "../text.ts";

/** A service that does not answer for this long is not there. */
const TIMEOUT_MS = 10_000;

let credential: string | undefined;
let credentialFile: string | undefined;

/** Who this program is to services: the bearer token (RFC 6750) that it shows from now on. Said once, at start. */
export function showToken(token: string | undefined): void {
  credential = token === "" ? undefined : token;
}

/** What every command takes that asks a running service: where it is, and as whom to ask. */
export function askingService(command: Command): Command {
  return command
    .option("--url <url>", "the service's HTTP address", DEFAULT_URL)
    .option("--token-file <file>", "a file with the token to ask with, instead of $WRIT_TOKEN")
    .hook("preAction", () => {
      credentialFile = command.opts<{ tokenFile?: string }>().tokenFile;
    });
}

/**
 * Asks a running service: a POST where there is a body, unless it is to be a PUT.
 * @throws WritError with the service's own words when it refuses
 */
export async function askService(
  base: string,
  path: string,
  body?: JsonObject,
  method: "POST" | "PUT" = "POST",
): Promise<JsonObject> {
  const url = `${base.replace(/\/+$/, "")}${path}`;
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method, body: JSON.stringify(body) }),
    headers: { "content-type": "application/json", ...authorization(url) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new WritError("unavailable", `nobody answers at ${base}: is Writ running, and is --url its address?`, {
      cause,
    });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!isJsonObject(answer)) throw new WritError("unavailable", `what answers at ${base} is no Writ`);
  if (!response.ok) throw new WritError("unavailable", String(answer["detail"] ?? `status ${response.status}`));
  return answer;
}

/** Whoever reads a token on its way can use it: it leaves this machine encrypted or not at all. */
function authorization(url: string): Readonly<Record<string, string>> {
  const token = credentialFile === undefined ? credential : readText(credentialFile).trim();
  if (token === undefined) return {};
  const { protocol, hostname } = new URL(url);
  const here = isLoopbackHost(hostname);
  if (protocol !== "https:" && !here) {
    throw new WritError("invalid_argument", "a token is not sent in the clear: give an https address as --url");
  }
  return { authorization: `Bearer ${token}` };
}
