import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import { SourceProblem } from "./http-get.ts";
import { MAX_KEYS } from "./limits.ts";
import { readJson, readKeys } from "./read-keys.ts";

/** In which field X509BundlesResponse and JWTBundlesResponse (SPIFFE Workload API) have `map<string, bytes> bundles`. */
export const X509_BUNDLES_FIELD = 2;
export const JWT_BUNDLES_FIELD = 1;

/** By trust domain, as the message names it (`spiffe://acme.example`), the bytes of its bundle. */
export type Bundles = ReadonlyMap<string, Uint8Array>;

/** @throws Error for what is no such message */
export function decodeBundles(message: Uint8Array, field: number): Bundles {
  const bundles = new Map<string, Uint8Array>();
  readFields(message, (number, reader, type) => {
    if (number !== field) return false;
    expect(type);
    const [name, bundle] = readEntry(reader.bytes());
    bundles.set(name, bundle);
    return true;
  });
  return bundles;
}

function readEntry(entry: Uint8Array): readonly [string, Uint8Array] {
  let name = "";
  let bundle: Uint8Array = new Uint8Array();
  readFields(entry, (number, reader, type) => {
    if (number !== 1 && number !== 2) return false;
    expect(type);
    if (number === 1) name = reader.string();
    else bundle = reader.bytes();
    return true;
  });
  return [name, bundle];
}

/** Fields that are not known are skipped: later versions may have more. */
function readFields(bytes: Uint8Array, read: (number: number, reader: BinaryReader, type: WireType) => boolean): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (!read(number, reader, type)) reader.skip(type, number);
  }
}

function expect(type: WireType): void {
  if (type !== WireType.LengthDelimited) throw new Error("a field of the message is of another type");
}

/** The bundle of one trust domain, which the message may name with its scheme or without. */
export function bundleOf(bundles: Bundles, trustDomain: string): Uint8Array | undefined {
  return bundles.get(`spiffe://${trustDomain}`) ?? bundles.get(trustDomain);
}

/** CA certificates one behind the other, as entries of a SPIFFE bundle (X509-SVID section 6.1). @throws SourceProblem */
export function keysOfCertificates(ders: Uint8Array): readonly JsonObject[] {
  const keys: JsonObject[] = [];
  for (let at = 0; at < ders.length; ) {
    const end = at + elementLength(ders.subarray(at));
    if (!(end <= ders.length) || keys.length === MAX_KEYS)
      throw new SourceProblem("the bundle's certificates cannot be read");
    keys.push({ use: "x509-svid", x5c: [Buffer.from(ders.subarray(at, end)).toString("base64")] });
    at = end;
  }
  return keys;
}

const SEQUENCE = 0x30;

/** Of a DER SEQUENCE, head and content (X.690 section 8.1.3); no number for anything else. */
function elementLength([tag, first = 0, ...more]: Uint8Array): number {
  if (tag !== SEQUENCE) return Number.NaN;
  if (first < 0x80) return 2 + first;
  const digits = first - 0x80;
  // Four of them say more than any message can hold.
  if (digits === 0 || digits > 4) return Number.NaN;
  return 2 + digits + more.slice(0, digits).reduce((length, byte) => length * 256 + byte, 0);
}

/** A JWK set whose keys the Workload API says are for JWT-SVIDs, although SPIRE leaves `use` out of them. @throws SourceProblem */
export function keysOfJwks(body: Uint8Array): readonly JsonObject[] {
  const { keys } = readJson(body);
  if (!Array.isArray(keys)) throw new SourceProblem("the bundle is no JWK set");
  const named = keys.map((key) => (isJsonObject(key) && key["use"] === undefined ? { ...key, use: "jwt-svid" } : key));
  return readKeys(Buffer.from(JSON.stringify({ keys: named })), "spiffe").keys.filter(({ use }) => use === "jwt-svid");
}
