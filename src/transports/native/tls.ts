import { constants } from "node:crypto";
import { type Server, TLSSocket, type TlsOptions } from "node:tls";

export interface KeyPair {
  /** PEM; the certificate with the CAs between it and a root. */
  readonly cert: string;
  readonly key: string;
}

/** What a listener shows, and whether it asks for a certificate in return. */
export interface ListenerTls extends KeyPair {
  readonly clientCertificates: "none" | "optional" | "required";
  /** Tells of each pair that takes the place of the one before; absent: none does. */
  readonly changed?: (use: (pair: KeyPair) => void) => void;
}

/** RFC 9325 section 4.2: of TLS 1.2 only suites with forward secrecy and authenticated encryption; those of TLS 1.3 all have both. */
const CIPHERS = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** Whoever connects and says nothing holds a socket for this long. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** No chain of X.509-SVIDs is longer; what comes behind is not looked at. */
const MAX_CHAIN = 8;

/**
 * TLS 1.2 or later. Certificates of clients are asked for and not judged: TLS proves that the client has the key, and whether
 * anybody trusts its certificate is for `identify` to say, by the bundles of `trust` and not by the system's roots.
 */
export function tlsOptions({ cert, key, clientCertificates }: ListenerTls): TlsOptions {
  const asks = clientCertificates !== "none";
  return {
    cert,
    key,
    minVersion: "TLSv1.2",
    ciphers: CIPHERS,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    requestCert: asks,
    rejectUnauthorized: false,
    // A ticket holds the client's own certificate and none of the CAs behind it: a resumed session would prove less.
    ...(asks ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
  };
}

/** New connections are shown the new certificate; those that stand go on. */
export function followTls(server: Server, tls: ListenerTls): void {
  const { clientCertificates } = tls;
  tls.changed?.(({ cert, key }) => server.setSecureContext(tlsOptions({ cert, key, clientCertificates })));
}

const chains = new WeakMap<TLSSocket, readonly Uint8Array[]>();

/** The certificates that the client has shown, DER, the leaf first; undefined where there are none. */
export function chainOf(socket: unknown): readonly Uint8Array[] | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let chain = chains.get(socket);
  if (chain === undefined) {
    chain = readChain(socket);
    chains.set(socket, chain);
  }
  return chain.length === 0 ? undefined : chain;
}

/** In the order in which they were sent. Of the older form, getPeerCertificate(true), those out of order are missing. */
function readChain(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let next = socket.getPeerX509Certificate(); next !== undefined; next = next.issuerCertificate) {
    if (chain.length === MAX_CHAIN) break;
    chain.push(new Uint8Array(next.raw));
  }
  return chain;
}
