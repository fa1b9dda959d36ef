import { hash } from "node:crypto";
import type { TokenRefused } from "../ports/token-verifier.ts";
import { readForwarded } from "./forwarded.ts";

/** Eight certificates with RSA keys and room for their escapes; more than a head field may have by default. */
const MAX_TEXT_CHARS = 64 * 1024;

/** A leaf and the CAs between it and the bundle. */
const MAX_CERTIFICATES = 8;

/** RFC 7468 section 3, strict form: lines of base64 and nothing else. */
const BLOCK =
  /-----BEGIN CERTIFICATE-----\r?\n((?:[A-Za-z0-9+/]{1,76}={0,2}\r?\n)+)-----END CERTIFICATE-----(?:\s+|$)/y;

/**
 * The chain that a gateway forwards: PEM with the leaf first (RFC 7468), the same percent-encoded (nginx), or the value of
 * `x-forwarded-client-cert` (Envoy).
 * @returns DER, the leaf first, or what is wrong with the text
 */
export function readCertificate(text: string): readonly Uint8Array[] | TokenRefused {
  if (text.length > MAX_TEXT_CHARS) return tooLarge(`the certificate has more than ${MAX_TEXT_CHARS} characters`);
  if (/^\s*-----BEGIN CERTIFICATE-----\r?\n/.test(text)) return readPem(text.trimStart());
  if (text.startsWith("-----BEGIN")) return readEscaped(text);
  return readElement(text);
}

function readElement(text: string): readonly Uint8Array[] | TokenRefused {
  const forwarded = readForwarded(text);
  if (forwarded === undefined) {
    return invalid(
      "the certificate is neither PEM nor a single element of x-forwarded-client-cert with Hash, and Cert or Chain",
    );
  }
  const { cert, chain, sha256 } = forwarded;
  const certificates = readEscaped(chain ?? cert ?? "");
  if ("fault" in certificates) return certificates;
  const alone = cert === undefined ? certificates : readEscaped(cert);
  if ("fault" in alone) return alone;
  const digest = hash("sha256", certificates[0] as Uint8Array);
  if (alone.length === 0 || digest !== sha256 || digest !== hash("sha256", alone[0] as Uint8Array)) {
    return invalid("Hash, Cert and Chain of x-forwarded-client-cert are not of the same certificate");
  }
  return certificates;
}

/** RFC 3986 section 2.1. */
function readEscaped(text: string): readonly Uint8Array[] | TokenRefused {
  let pem: string;
  try {
    pem = decodeURIComponent(text);
  } catch {
    return invalid("the certificate is not percent-encoded");
  }
  return readPem(pem);
}

function readPem(text: string): readonly Uint8Array[] | TokenRefused {
  const chain: Uint8Array[] = [];
  BLOCK.lastIndex = 0;
  for (let at = 0; at < text.length; at = BLOCK.lastIndex) {
    const base64 = BLOCK.exec(text)?.[1]?.replace(/\s/g, "");
    const der = Buffer.from(base64 ?? "", "base64");
    if (base64 === undefined || der.toString("base64") !== base64) return invalid("the certificate is not PEM");
    if (chain.length === MAX_CERTIFICATES) return tooLarge(`the chain has more than ${MAX_CERTIFICATES} certificates`);
    chain.push(new Uint8Array(der));
  }
  return chain.length === 0 ? invalid("the certificate is not PEM") : chain;
}

function invalid(message: string): TokenRefused {
  return { fault: "token_invalid", message };
}

function tooLarge(message: string): TokenRefused {
  return { fault: "token_too_large", message };
}
