import { hash } from "node:crypto";
import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import type { ProofVerifier, VerifiedProof } from "../../../ports/proof-verifier.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";
import { PRIVATE_MEMBERS } from "../sources/read-keys.ts";
import { bareKey, fits } from "./algorithms.ts";
import { type CompactToken, readCompact } from "./compact.ts";
import { signedBy } from "./keys.ts";
import { invalid, refused } from "./refused.ts";

/** Signatures of proofs; nothing is remembered here. */
export const PROOFS: ProofVerifier = {
  dpop: async (text) => {
    const proof = readCompact(text, true);
    if ("fault" in proof) return proof;
    if (proof.typ !== "dpop+jwt") return refused("token_type_mismatch", "the proof's typ is not dpop+jwt");
    const { jwk } = proof.header;
    if (!isJsonObject(jwk)) return invalid("the proof's header has no jwk");
    return verified(proof, jwk);
  },
  workloadProof: async (text, jwk) => {
    const proof = readCompact(text);
    if ("fault" in proof) return proof;
    if (proof.typ !== "wpt+jwt") return refused("token_type_mismatch", "the proof's typ is not wpt+jwt");
    return verified(proof, jwk);
  },
  thumbprint,
};

async function verified(proof: CompactToken, jwk: JsonObject): Promise<VerifiedProof | TokenRefused> {
  if (PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member))) return invalid("the proof's jwk is no public key");
  const print = thumbprint(jwk);
  if (print === undefined) return invalid("the proof's jwk is no public key");
  if (!fits(jwk, proof.alg)) return refused("token_algorithm_refused", "the proof's algorithm is not its key's");
  const key = await signedBy(proof, [jwk]);
  if ("fault" in key) return invalid("the proof's signature is not that of its key");
  return { thumbprint: print, claims: proof.claims };
}

function thumbprint(jwk: JsonObject): string | undefined {
  const bare = bareKey(jwk);
  return bare === undefined ? undefined : hash("sha256", JSON.stringify(bare), "base64url");
}
