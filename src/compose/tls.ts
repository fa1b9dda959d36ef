import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { FollowedFiles } from "../adapters/files/follow.ts";
import type { TlsConfig } from "../config/tls.ts";
import { WritError } from "../domain/errors.ts";
import type { KeyPair, ListenerTls } from "../transports/native/tls.ts";

export interface LiveTls extends ListenerTls {
  /** Whether what the files say is in use. */
  good(): boolean;
  close(): void;
}

interface Pair extends KeyPair {
  readonly endsAtMs: number;
}

type Log = (event: string, fields: Readonly<Record<string, string>>) => void;

/** Reads the certificate and its key, once. @throws WritError invalid_argument naming the setting, never what is in the file */
export function openTls({ certFile, keyFile, clientCertificates }: TlsConfig): ListenerTls {
  const { cert, key } = readPair(textOf("tls.cert_file", certFile), textOf("tls.key_file", keyFile));
  return { cert, key, clientCertificates };
}

/** The same, and whatever takes their place in the files. */
export function followTlsFiles(config: TlsConfig, log: Log, lookEveryMs?: number): LiveTls {
  const { certFile, keyFile } = config;
  const { clientCertificates } = openTls(config);
  const listeners: ((pair: KeyPair) => void)[] = [];
  const files = new FollowedFiles<Pair>({
    paths: [certFile, keyFile],
    private: false,
    read: ([cert = "", key = ""]) => readPair(cert, key),
    changed: (pair) => {
      if (pair.cert === current.cert && pair.key === current.key) return;
      current = pair;
      for (const use of listeners) use(pair);
      log("tls_certificate_changed", { not_after: new Date(pair.endsAtMs).toISOString() });
    },
    problem: (problem) => {
      if (problem === "") log("tls_files_good", {});
      else log("tls_files_refused", { problem });
    },
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  });
  let current = files.value;
  return {
    get cert() {
      return current.cert;
    },
    get key() {
      return current.key;
    },
    clientCertificates,
    changed: (use) => listeners.push(use),
    good: () => files.good(),
    close: () => files.close(),
  };
}

function readPair(cert: string, key: string): Pair {
  try {
    // Refuses a key that is another certificate's, too.
    createSecureContext({ cert, key });
    return { cert, key, endsAtMs: new X509Certificate(cert).validToDate.getTime() };
  } catch {
    throw new WritError(
      "invalid_argument",
      "tls.cert_file and tls.key_file must be PEM: a certificate and its private key",
    );
  }
}

function textOf(setting: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `the file of ${setting} (${path}) cannot be read (${code})`);
  }
}
