import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { TlsConfig } from "../config/tls.ts";
import { WritError } from "../domain/errors.ts";
import type { ListenerTls } from "../transports/native/tls.ts";

/** Reads the certificate and its key. @throws WritError invalid_argument naming the setting, never what is in the file */
export function openTls({ certFile, keyFile, clientCertificates }: TlsConfig): ListenerTls {
  const tls = { cert: textOf("tls.cert_file", certFile), key: textOf("tls.key_file", keyFile), clientCertificates };
  try {
    createSecureContext(tls);
  } catch {
    throw new WritError(
      "invalid_argument",
      "tls.cert_file and tls.key_file must be PEM: a certificate and its private key",
    );
  }
  return tls;
}

function textOf(setting: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `the file of ${setting} (${path}) cannot be read (${code})`);
  }
}
