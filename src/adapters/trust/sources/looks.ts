import { open } from "node:fs/promises";
import type { JsonObject } from "../../../domain/json.ts";
import { isLoopbackHost } from "../../../domain/loopback.ts";
import type { KeyLocation } from "../../../domain/trust.ts";
import { codeOf, getDocument, SourceProblem } from "./http-get.ts";
import { MAX_DOCUMENT_BYTES, MAX_KEYS } from "./limits.ts";
import type { Looked } from "./polled.ts";
import { readJson, readKeys } from "./read-keys.ts";

/** Looks once at where keys are. Rejects with a SourceProblem. */
export type Look = (signal: AbortSignal) => Promise<Looked>;

type Fetched = Extract<KeyLocation, { url: string }>;
type Filed = Extract<KeyLocation, { kind: "jwks_file" | "spiffe_bundle_file" }>;

export function lookAtUrl({ kind, url, caFile }: Fetched): Look {
  return (signal) => fetchKeys(new URL(url), caFile, kind === "jwks_url" ? "jwks" : "spiffe", signal);
}

export function lookAtFile({ kind, path }: Filed): Look {
  return async () => ({ keys: readKeys(await readBounded(path), kind === "jwks_file" ? "jwks" : "spiffe").keys });
}

/** The CA certificates and the lists of what they have revoked, in the form of a SPIFFE bundle's entries. */
export function lookAtAuthorities({ path, crlPath }: Extract<KeyLocation, { kind: "ca_file" }>): Look {
  return async () => {
    const authorities = pemBlocks(await readBounded(path), "CERTIFICATE");
    // Lists without CAs would look like keys that are there.
    if (authorities.length === 0) throw new SourceProblem("the file has no certificate in PEM");
    const lists = crlPath === undefined ? [] : pemBlocks(await readBounded(crlPath), "X509 CRL");
    if (crlPath !== undefined && lists.length === 0) throw new SourceProblem("the file has no revocation list in PEM");
    const revoked: readonly JsonObject[] = crlPath === undefined ? [] : [{ use: "x509-crls", crls: [...lists] }];
    return { keys: [...authorities.map((der): JsonObject => ({ use: "x509-svid", x5c: [der] })), ...revoked] };
  };
}

/** RFC 7468: base64 of DER. What stands between the blocks, as openssl writes it, is for people. @throws SourceProblem */
function pemBlocks(file: Buffer, label: "CERTIFICATE" | "X509 CRL"): readonly string[] {
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, "g");
  const found = [...file.toString("latin1").matchAll(block)].map(([, base64 = ""]) => base64.replace(/\s/g, ""));
  if (found.length > MAX_KEYS) throw new SourceProblem(`the file has more than ${MAX_KEYS} of ${label}`);
  return found;
}

/**
 * The keys of whoever says of itself, at its own address, that it is this issuer (OpenID Connect Discovery 1.0 section 4.3,
 * RFC 8414 section 3.3).
 */
export function lookByDiscovery(issuer: string, caFile: string | undefined): Look {
  return async (signal) => {
    const metadata = readJson((await metadataOf(issuer, caFile, signal)).body);
    return fetchKeys(keysUrlOf(metadata, issuer), caFile, "jwks", signal);
  };
}

/** Where an issuer's metadata say that its keys are. @throws SourceProblem */
export function keysUrlOf({ issuer: stated, jwks_uri: uri }: JsonObject, issuer: string): URL {
  if (stated !== issuer) throw new SourceProblem("the metadata is another issuer's");
  const url = typeof uri === "string" ? URL.parse(uri) : null;
  if (url === null) throw new SourceProblem("the metadata has no jwks_uri");
  // What is elsewhere must not send us to what listens here.
  if (leadsHere(url) && !isLoopbackHost(new URL(issuer).hostname)) {
    throw new SourceProblem("the metadata's jwks_uri is on this machine");
  }
  return url;
}

/** More than what is surely this machine: the address of none is taken for it, and names below localhost, with a dot at the end or not. */
function leadsHere(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return (
    isLoopbackHost(url.hostname) ||
    /^(?:0\.0\.0\.0|::|::ffff:(?:7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)|(?:.+\.)?localhost\.?)$/.test(host)
  );
}

async function metadataOf(issuer: string, caFile: string | undefined, signal: AbortSignal) {
  const base = issuer.replace(/\/$/, "");
  try {
    return await getDocument(new URL(`${base}/.well-known/openid-configuration`), caFile, signal);
  } catch (error) {
    if (!(error instanceof SourceProblem) || error.cause !== 404) throw error;
    // RFC 8414 section 3.1 puts the well-known part before the path.
    const { origin, pathname } = new URL(base);
    const path = pathname === "/" ? "" : pathname;
    return getDocument(new URL(`${origin}/.well-known/oauth-authorization-server${path}`), caFile, signal);
  }
}

async function fetchKeys(
  url: URL,
  caFile: string | undefined,
  format: "jwks" | "spiffe",
  signal: AbortSignal,
): Promise<Looked> {
  const { body, maxAgeS } = await getDocument(url, caFile, signal);
  const { keys, refreshHintS } = readKeys(body, format);
  const againInS = refreshHintS ?? maxAgeS;
  return { keys, ...(againInS === undefined ? {} : { againInMs: 1000 * againInS }) };
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    await using file = await open(path, "r");
    const buffer = Buffer.alloc(MAX_DOCUMENT_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (length > MAX_DOCUMENT_BYTES) throw new SourceProblem(`the file is larger than ${MAX_DOCUMENT_BYTES} bytes`);
      if (bytesRead === 0) return buffer.subarray(0, length);
    }
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem(`the file cannot be read (${codeOf(error)})`);
  }
}
