import type { JsonObject } from "../../../src/domain/json.ts";
import { altered, claimsOf, confused, headerOf, part, resigned } from "../../support/forge.ts";
import { newKey, sign } from "../../support/tokens.ts";
import type { AttackWorld } from "./attack-world.ts";

/** What is tried on a token that Writ signed: an intent, or a grant, of which nothing more is said than that it is none. */
interface Forgery {
  readonly name: string;
  readonly forge: (token: string, world: AttackWorld) => string | Promise<string>;
  /** The reason for an intent; "" for what no request may carry. */
  readonly intent: string;
}

const of = (name: string, intent: string, forge: Forgery["forge"]): Forgery => ({ name, forge, intent });

/** The published keys of Writ. */
async function keysOf(world: AttackWorld): Promise<readonly JsonObject[]> {
  return (await world.must("gateway", "/.well-known/jwks.json"))["keys"] as readonly JsonObject[];
}

async function keyOf(token: string, world: AttackWorld): Promise<JsonObject> {
  return (await keysOf(world)).find(({ kid }) => kid === headerOf(token)["kid"]) as JsonObject;
}

/** Header members by which a token brings along, or points to, the key that it was signed with. */
const OWN_KEYS: readonly (readonly [string, (jwk: JsonObject) => unknown])[] = [
  ["jwk", (jwk) => jwk],
  ["jku", () => "https://evil.example/jwks"],
  ["x5u", () => "https://evil.example/cert"],
  ["x5c", () => ["MIIB"]],
];

/** Ids of keys that a careless reader would open, fetch or ask a database for. */
const KEY_IDS = ["../../../../dev/null", "https://evil.example/keys/1", "key' or '1'='1", "__proto__", "constructor"];

export const FORGERIES: readonly Forgery[] = [
  ...["none", "None", "NONE"].map((alg) =>
    of(`alg ${alg}`, "intent_token_algorithm_refused", (token) => altered(token, { header: { alg }, signature: "" })),
  ),
  of("alg none with the signature left", "intent_token_algorithm_refused", (token) =>
    altered(token, { header: { alg: "none" } }),
  ),
  of("HS256 with the public key", "intent_token_algorithm_refused", async (token, world) =>
    confused(token, await keyOf(token, world)),
  ),
  of("RS256 said of a key for ES256", "intent_token_algorithm_refused", (token) =>
    altered(token, { header: { alg: "RS256" } }),
  ),
  ...OWN_KEYS.map(([member, value]) =>
    of(`signed by a key of its own, in ${member}`, "intent_token_invalid", (token) =>
      resigned(token, (jwk) => ({ [member]: value(jwk) }) as JsonObject),
    ),
  ),
  of("signed by another key under the key's id", "intent_token_invalid", (token) => resigned(token)),
  of("signed by a key that nobody knows", "intent_key_unknown", async (token) => {
    const key = await newKey();
    return sign(key, claimsOf(token), { typ: headerOf(token)["typ"] });
  }),
  ...KEY_IDS.map((kid) => of(`kid ${kid}`, "intent_key_unknown", (token) => altered(token, { header: { kid } }))),
  of("the id of a key for something else", "intent_key_unknown", async (token, world) => {
    const own = await keyOf(token, world);
    const other = (await keysOf(world)).find(({ kid, alg }) => kid !== own["kid"] && alg === own["alg"]);
    return altered(token, { header: { kid: String(other?.["kid"]) } });
  }),
  of("crit", "intent_token_invalid", (token) => altered(token, { header: { crit: ["exp"] } })),
  of("a payload that is not encoded", "intent_token_invalid", (token) =>
    altered(token, { header: { b64: false, crit: ["b64"] } }),
  ),
  of("compressed", "intent_token_invalid", (token) => altered(token, { header: { zip: "DEF" } })),
  of("a claim twice", "intent_token_invalid", (token) => {
    const [head, , signature] = token.split(".");
    return `${head}.${part(`{"aud":"x",${JSON.stringify(claimsOf(token)).slice(1)}`)}.${signature}`;
  }),
  of("no signature", "intent_token_invalid", (token) => altered(token, { signature: "" })),
  of("no third part", "intent_token_invalid", (token) => token.split(".").slice(0, 2).join(".")),
  of("a signature of zeroes", "intent_token_invalid", (token) => altered(token, { signature: "A".repeat(86) })),
  of("a signature in another spelling", "intent_token_invalid", (token) => `${token}==`),
  of("in a token of somebody else's", "intent_token_invalid", async (token) =>
    sign(await newKey(), token, { cty: "JWT" }),
  ),
  of("as the claims of a token", "intent_token_invalid", async (token) => sign(await newKey(), token)),
  of("JWE", "intent_token_invalid", () => "a.b.c.d.e"),
  of("nothing that could be one", "intent_token_invalid", () => "hello"),
  of("huge", "", (token) => altered(token, { claims: { junk: "x".repeat(20_000) } })),
];
