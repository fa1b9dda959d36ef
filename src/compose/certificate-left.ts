import { X509Certificate } from "node:crypto";

/** @param pem the certificate in use, the leaf first; undefined without TLS @returns until it ends, in milliseconds */
export function certificateLeftMs(pem: string | undefined, nowMs: number): number | undefined {
  return pem === undefined ? undefined : new X509Certificate(pem).validToDate.getTime() - nowMs;
}
