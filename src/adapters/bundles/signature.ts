import { compactVerify, decodeProtectedHeader, errors } from "jose";
import { BUNDLE_SIGNATURES, type BundleFiles } from "../../domain/bundle.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { hashFile, isKnownHash } from "./hash.ts";
import { parseObject } from "./json.ts";
import type { BundleKey } from "./keys.ts";
import { MAX_SIGNATURES_BYTES } from "./limits.ts";
import { refused } from "./refused.ts";
import type { YamlToJson } from "./structured.ts";

// OPA's bundle signatures (OPA documentation, "Bundles", Signing): `.signatures.json` holds one JWT whose `files` lists the hash of
// every other file. Stricter than OPA where OPA is lenient: a key that the token and the configuration name differently, two
// hashes for one name, and weak hashes are refused.

export interface Verification {
  /**
   * `required`: a bundle without a signature is refused. `if_present`: it is taken. `ignored`: signatures are not looked at.
   */
  readonly signatures: "required" | "if_present" | "ignored";
  /** By the id that signatures name them with. */
  readonly keys: ReadonlyMap<string, BundleKey>;
  /** The only key that may have signed; absent for any of them. */
  readonly keyId?: string;
  /** What signatures must say they are for; absent for what their key says, and "" where that says nothing. */
  readonly scope?: string;
  /** What signatures must say they come from; absent for anyone who has the key. */
  readonly issuer?: string;
}

interface SignedFile {
  readonly hash: string;
  readonly algorithm: string;
}

/**
 * Passes when one of the keys signed exactly these files. Nothing of the bundle is read before that but `.signatures.json`.
 *
 * @throws WritError `invalid_argument` which names what is wrong: the file, or the part of the signature
 */
export async function verifySignature(
  files: BundleFiles,
  verification: Verification,
  yamlToJson: YamlToJson,
): Promise<void> {
  if (verification.signatures === "ignored") return;
  const signatures = files.get(BUNDLE_SIGNATURES);
  if (signatures === undefined) {
    if (verification.signatures === "if_present") return;
    throw refused(`the bundle is not signed: ${BUNDLE_SIGNATURES} is missing`);
  }
  const signed = signedFiles(await verifiedClaims(tokenOf(signatures), verification));
  const paths = [...files.keys()].filter((path) => path !== BUNDLE_SIGNATURES);
  for (const path of paths) {
    if (!signed.has(path)) throw refused(`${path} is not covered by the bundle's signature`);
  }
  for (const path of signed.keys()) {
    if (!files.has(path)) throw refused(`${path} was signed and is missing`);
  }
  for (const path of paths) {
    const { hash, algorithm } = signed.get(path) as SignedFile;
    if (hashFile(path, files.get(path) as Uint8Array, algorithm, yamlToJson) !== hash) {
      throw refused(`${path} is not what was signed`);
    }
  }
}

function tokenOf(bytes: Uint8Array): string {
  if (bytes.length > MAX_SIGNATURES_BYTES) throw wrong(`is longer than ${MAX_SIGNATURES_BYTES} bytes`);
  const { signatures, plugin = "" } = parseObject(BUNDLE_SIGNATURES, bytes);
  if (plugin !== "" && plugin !== "_default") throw wrong("wants a plugin to verify it");
  if (!Array.isArray(signatures) || signatures.length !== 1) throw wrong("does not hold exactly one signature");
  const [token] = signatures;
  if (typeof token !== "string") throw wrong("holds a signature that is not text");
  return token;
}

/** The claims of a token, once its signature, key, scope and issuer are what they must be. */
async function verifiedClaims(token: string, verification: Verification): Promise<JsonObject> {
  const id = keyIdOf(token, verification);
  const key = verification.keys.get(id);
  if (key === undefined) throw wrong(`is signed with the key ${JSON.stringify(id)}, which is not configured`);
  const { payload } = await compactVerify(token, key.key, { algorithms: [key.algorithm] }).catch((error) => {
    throw error instanceof errors.JOSEAlgNotAllowed
      ? wrong(`is not signed with ${key.algorithm}, which the key ${id} is for`)
      : wrong(`has a signature that the key ${id} did not make`);
  });
  const claims = parseObject(BUNDLE_SIGNATURES, payload);
  if (claims.keyid !== undefined && claims.keyid !== "" && claims.keyid !== id) {
    throw wrong("names two keys (kid and keyid)");
  }
  if ((claims.scope ?? "") !== (verification.scope ?? key.scope ?? "")) throw wrong("is for another scope");
  if (verification.issuer !== undefined && claims.iss !== verification.issuer) throw wrong("is of another issuer");
  return claims;
}

/**
 * The header's `kid`, or the older claim `keyid`. Neither is believed: they choose among the configured keys. `opa sign` names
 * none, which leaves no choice where one key is configured.
 */
function keyIdOf(token: string, { keyId: configured, keys }: Verification): string {
  const named = headerKeyId(token) ?? claimedKeyId(token);
  if (configured !== undefined && named !== undefined && named !== configured) {
    throw wrong(`is signed with the key ${JSON.stringify(named)}, not with ${JSON.stringify(configured)}`);
  }
  const [only, ...others] = keys.keys();
  const id = configured ?? named ?? (others.length === 0 ? only : undefined);
  if (id === undefined) throw wrong("names no key");
  return id;
}

function headerKeyId(token: string): string | undefined {
  try {
    return nonEmpty(decodeProtectedHeader(token).kid);
  } catch {
    throw wrong("holds no JWT");
  }
}

function claimedKeyId(token: string): string | undefined {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url");
  return nonEmpty(parseObject(BUNDLE_SIGNATURES, payload).keyid);
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function signedFiles(claims: JsonObject): ReadonlyMap<string, SignedFile> {
  const { files } = claims;
  if (!Array.isArray(files)) throw wrong("lists no files");
  const signed = new Map<string, SignedFile>();
  for (const file of files) {
    const { name, hash, algorithm }: JsonObject = isJsonObject(file) ? file : {};
    if (typeof name !== "string" || typeof hash !== "string") throw wrong("lists a file without name and hash");
    if (typeof algorithm !== "string" || !isKnownHash(algorithm))
      throw wrong(`lists ${name} with a hash that is not taken`);
    if (signed.has(name)) throw wrong(`lists ${name} twice`);
    signed.set(name, { hash: hash.toLowerCase(), algorithm });
  }
  return signed;
}

function wrong(problem: string) {
  return refused(`${BUNDLE_SIGNATURES} ${problem}`);
}
