import { hash } from "node:crypto";

// DPoP proofs (RFC 9449) for one request that are refused.

export const METHOD = "POST";
export const URI = "https://gateway.example/tools";

type Changes = Readonly<Record<string, unknown>>;

/** What of a good proof's claims, with the clock in seconds, and of its header is other than usual, and why it is refused. */
export const REFUSED_PROOFS: readonly (readonly [string, (now: number) => Changes, Changes, string])[] = [
  ["another method", () => ({ htm: "GET" }), {}, "agent_proof_mismatch"],
  ["a method in other letters", () => ({ htm: "post" }), {}, "agent_proof_mismatch"],
  ["another path", () => ({ htu: "https://gateway.example/tools/" }), {}, "agent_proof_mismatch"],
  ["another host", () => ({ htu: "https://evil.example/tools" }), {}, "agent_proof_mismatch"],
  ["another scheme", () => ({ htu: "http://gateway.example/tools" }), {}, "agent_proof_mismatch"],
  ["a user in the URI", () => ({ htu: "https://x@gateway.example/tools" }), {}, "agent_proof_mismatch"],
  ["another token", () => ({ ath: hash("sha256", "x", "base64url") }), {}, "agent_proof_mismatch"],
  ["no token", () => ({ ath: undefined }), {}, "agent_proof_mismatch"],
  ["yesterday", (now) => ({ iat: now - 86_400 }), {}, "agent_proof_expired"],
  ["a while ago", (now) => ({ iat: now - 91 }), {}, "agent_proof_expired"],
  ["the future", (now) => ({ iat: now + 45 }), {}, "agent_proof_expired"],
  ["a time that is text", (now) => ({ iat: String(now) }), {}, "agent_proof_invalid"],
  ["a time that ended", (now) => ({ exp: now - 31 }), {}, "agent_proof_expired"],
  ["no id", () => ({ jti: undefined }), {}, "agent_proof_invalid"],
  ["an endless id", () => ({ jti: "x".repeat(257) }), {}, "agent_proof_invalid"],
  ["the type of a token", () => ({}), { typ: "JWT" }, "agent_proof_invalid"],
  ["no key", () => ({}), { jwk: undefined }, "agent_proof_invalid"],
  ["a key elsewhere", () => ({}), { jku: "https://evil.example" }, "agent_proof_invalid"],
  ["a symmetric key", () => ({}), { jwk: { kty: "oct", k: "eA" } }, "agent_proof_invalid"],
];
