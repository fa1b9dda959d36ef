import type { Settings } from "./schema.ts";

/** The certificate of both listeners, and whether they ask whoever connects for one. */
export interface TlsConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clientCertificates: Settings["tls"]["client_certificates"];
}

/** Undefined without TLS. @param add told of what is wrong, by setting */
export function readTls(
  { cert_file, key_file, client_certificates }: Settings["tls"],
  add: (key: string, problem: string) => void,
): TlsConfig | undefined {
  if (cert_file === "" && key_file === "") {
    if (client_certificates !== "none") add("tls.client_certificates", "needs tls.cert_file and tls.key_file");
    return undefined;
  }
  if (cert_file === "") add("tls.cert_file", "must be set beside tls.key_file");
  if (key_file === "") add("tls.key_file", "must be set beside tls.cert_file");
  return { certFile: cert_file, keyFile: key_file, clientCertificates: client_certificates };
}
