import { createHash } from "node:crypto";
import type { JsonObject, JsonValue } from "../../../domain/json.ts";
import type { KeyDocument } from "../sources/source.ts";
import { type ParsedCertificate, parseCertificate } from "./certificate.ts";
import { type RevocationList, readLists } from "./revoked.ts";

/** The CA certificates of a bundle. */
export interface Anchors {
  readonly certificates: readonly ParsedCertificate[];
  /** What the CAs have revoked; undefined where nobody says. */
  readonly lists: readonly RevocationList[] | undefined;
  /** Of their bytes: another set has another one. */
  readonly digest: string;
}

/** By the document's list of keys, which is another one whenever a source has read anew. */
const read = new WeakMap<object, Anchors>();

/** X509-SVID section 6.2: the first of `x5c` of every entry for X.509-SVIDs; entries that cannot be read are as if not there. */
export function anchorsOf({ keys }: KeyDocument): Anchors {
  const known = read.get(keys);
  if (known !== undefined) return known;
  const certificates = keys.filter(({ use }) => use === "x509-svid").flatMap(anchorOf);
  const hash = createHash("sha256");
  for (const { der } of certificates) hash.update(der);
  const crls = keys.find(({ use }) => use === "x509-crls")?.["crls"];
  const lists = Array.isArray(crls) ? readLists(crls) : undefined;
  for (const crl of lists === undefined ? [] : (crls as JsonValue[])) hash.update(`crl ${String(crl)}`);
  const anchors = { certificates, lists, digest: hash.digest("base64url") };
  read.set(keys, anchors);
  return anchors;
}

function anchorOf({ x5c }: JsonObject): readonly ParsedCertificate[] {
  const first = Array.isArray(x5c) ? x5c[0] : undefined;
  if (typeof first !== "string") return [];
  try {
    return [parseCertificate(Buffer.from(first, "base64"))];
  } catch {
    return [];
  }
}
