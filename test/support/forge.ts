import { createHmac, createPublicKey } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { JsonObject } from "../../src/domain/json.ts";
import { newKey, sign } from "./tokens.ts";

// What somebody does to a token whose key he has not.

/** A part of a compact JWS. */
export function part(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

export const headerOf = (token: string): JsonObject => decodeProtectedHeader(token) as JsonObject;
export const claimsOf = (token: string): JsonObject => decodeJwt(token) as JsonObject;

export interface Changes {
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
  readonly signature?: string;
}

/** The token with other members, under the signature that it had. */
export function altered(token: string, { header, claims, signature }: Changes): string {
  const [head, payload, signed] = token.split(".") as [string, string, string];
  return [
    header === undefined ? head : part({ ...headerOf(token), ...header }),
    claims === undefined ? payload : part({ ...claimsOf(token), ...claims }),
    signature ?? signed,
  ].join(".");
}

/** What the token says, signed with a key of somebody else's that the header may bring along. */
export async function resigned(token: string, header: (jwk: JsonObject) => JsonObject = () => ({})): Promise<string> {
  const key = await newKey();
  return sign(key, claimsOf(token), { ...headerOf(token), ...header(key.jwk) });
}

/** HMAC with the public key as the secret: what a verifier falls for that takes the algorithm from the token. */
export function confused(token: string, jwk: JsonObject): string {
  const pem = createPublicKey({ key: jwk as never, format: "jwk" }).export({ type: "spki", format: "pem" });
  const signed = `${part({ ...headerOf(token), alg: "HS256" })}.${token.split(".")[1]}`;
  return `${signed}.${createHmac("sha256", pem).update(signed).digest("base64url")}`;
}

/** The order of P-256 (SEC 2 section 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Another good ES256 signature of the same, which anybody can make of one: with `s` goes the order less `s`. */
export function otherSignature(token: string): string {
  const signature = Buffer.from(token.split(".")[2] as string, "base64url");
  const s = ORDER - BigInt(`0x${signature.subarray(32).toString("hex")}`);
  const other = Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  return altered(token, { signature: other.toString("base64url") });
}
