import { readFileSync } from "node:fs";
import type { Config } from "../config/load.ts";
import { WritError } from "../domain/errors.ts";
import type { UpstreamsOf } from "../domain/upstream.ts";
import type { Service } from "../pipeline/service.ts";
import type { HttpProtocol } from "../transports/native/protocol.ts";
import { toolhiveHttp } from "../transports/toolhive/protocol.ts";

/** An HMAC key that is shorter than its hash's output is weaker for it (RFC 2104 section 3). */
const MIN_SECRET_BYTES = 32;

/** @throws WritError invalid_argument naming the setting, never what is in the file */
export function composeToolhive(
  { protocols: { toolhive } }: Config,
  upstreams: UpstreamsOf,
  service: Service,
): HttpProtocol {
  const path = toolhive.webhook_secret_file;
  const secret = path === "" ? {} : { secret: secretOf(path) };
  return toolhiveHttp({ service, settings: toolhive, upstreams, ...secret });
}

function secretOf(path: string): Uint8Array {
  const setting = `protocols.toolhive.webhook_secret_file (${path})`;
  let secret: Uint8Array;
  try {
    secret = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `the file of ${setting} cannot be read (${code})`);
  }
  if (secret.length >= MIN_SECRET_BYTES) return secret;
  throw new WritError("invalid_argument", `the file of ${setting} must have at least ${MIN_SECRET_BYTES} bytes`);
}
