import { CompactSign } from "jose";
import { BUNDLE_SIGNATURES, type BundleFiles } from "../../domain/bundle.ts";
import { hashFile, SIGNING_HASH } from "./hash.ts";
import type { BundleKey } from "./keys.ts";
import type { YamlToJson } from "./structured.ts";

export interface Signer {
  readonly key: BundleKey;
  /** What verifiers have configured the key under. */
  readonly keyId: string;
  readonly issuer?: string;
  /** Seconds since the epoch; absent for a signature that says no time. */
  readonly issuedAt_s?: number;
}

/**
 * The same files with a signature over all of them, in place of any that was there.
 *
 * @throws WritError `invalid_argument` which names a data file that cannot be read
 */
export async function signBundle(files: BundleFiles, signer: Signer, yamlToJson: YamlToJson): Promise<BundleFiles> {
  const { key, keyId, issuer, issuedAt_s } = signer;
  const unsigned = [...files].filter(([path]) => path !== BUNDLE_SIGNATURES);
  const claims = {
    files: unsigned.map(([name, content]) => ({
      name,
      hash: hashFile(name, content, SIGNING_HASH, yamlToJson),
      algorithm: SIGNING_HASH,
    })),
    // Older readers look for the key here.
    keyid: keyId,
    ...(key.scope === undefined ? {} : { scope: key.scope }),
    ...(issuer === undefined ? {} : { iss: issuer }),
    ...(issuedAt_s === undefined ? {} : { iat: issuedAt_s }),
  };
  const token = await new CompactSign(utf8(JSON.stringify(claims)))
    .setProtectedHeader({ alg: key.algorithm, kid: keyId, typ: "JWT" })
    .sign(key.key);
  const signatures = JSON.stringify({ signatures: [token], plugin: "_default" });
  return new Map([...unsigned, [BUNDLE_SIGNATURES, utf8(signatures)]]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
