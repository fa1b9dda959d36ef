import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));
const encode = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const RSA = generateKeyPairSync("rsa", { modulusLength: 2048 });
const EC = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ED = generateKeyPairSync("ed25519");
const SECRET = "a secret of some length";

function pem(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }) as string;
}

function jwk(key: KeyObject, more: object = {}): object {
  return { ...key.export({ format: "jwk" }), ...more };
}

/** A token signed with the algorithm that its header names, whatever that header says besides. */
function token(header: Record<string, unknown>, payload: unknown): string {
  const text = `${encode(header)}.${encode(payload)}`;
  const data = Buffer.from(text);
  const alg = String(header["alg"]);
  const signature = alg.startsWith("HS")
    ? createHmac(`sha${alg.slice(2)}`, SECRET)
        .update(text)
        .digest()
    : alg === "EdDSA"
      ? sign(null, data, ED.privateKey)
      : alg.startsWith("ES")
        ? sign("sha256", data, { key: EC.privateKey, dsaEncoding: "ieee-p1363" })
        : alg.startsWith("PS")
          ? sign("sha256", data, { key: RSA.privateKey, padding: 6, saltLength: 32 })
          : sign("sha256", data, RSA.privateKey);
  return `${text}.${signature.toString("base64url")}`;
}

const PAYLOAD = { iss: "me", aud: ["you", "them"], exp: 2_000_000_000, nbf: 1_000_000_000.5, n: 1.5 };
const ALGORITHMS = ["HS256", "HS512", "RS256", "PS256", "ES256", "EdDSA"];
const TOKENS = ALGORITHMS.map((alg) => token({ alg, typ: "JWT" }, PAYLOAD));
const SET = JSON.stringify({
  keys: [
    jwk(RSA.publicKey, { kid: "r", alg: "RS256" }),
    jwk(EC.publicKey, { kid: "e" }),
    jwk(ED.publicKey, { kid: "d" }),
    jwk(RSA.publicKey, { kid: "x", alg: "RSA-OAEP" }),
  ],
});
const KEYS = [
  pem(RSA.publicKey),
  pem(EC.publicKey),
  pem(ED.publicKey),
  JSON.stringify(jwk(RSA.publicKey)),
  SET,
  SECRET,
  "",
  "{}",
  JSON.stringify(jwk(RSA.publicKey, { alg: "unknown" })),
  `${pem(EC.publicKey)}\n\nmore`,
];

const BROKEN = [
  "",
  "a.b",
  "a.b.c.d",
  `${encode("[]")}.${encode({})}.`,
  `${encode({ alg: "HS256" })}.${encode("{")}.`,
  `${encode({ alg: "HS256", enc: "x" })}.${encode({})}.`,
  `${encode({ alg: 1 })}.${encode({})}.`,
  `${encode({ alg: "none" })}.${encode({ a: 1 })}.`,
  `${encode({ alg: "HS256", cty: "JWT" })}.${encode(TOKENS[0])}.`,
  `${encode({ alg: "HS256", cty: "JWT" })}.${encode(`"${TOKENS[0]}"`)}.`,
  `${encode({ a: 1 })}.${encode('{"a":1,"a":2,"b":12345678901234567890}')}.AQID`,
  `${encode({})}.${encode({})}.A`,
  `${encode({})}=.${encode({})}.AAA=`,
];

test("tokens are read", () => {
  expectLikeOpa({ "io.jwt.decode": rows(...[...TOKENS, ...BROKEN].map((text) => [text]), [1]) });
});

test("signatures are checked", () => {
  const tokens = [
    ...TOKENS,
    ...BROKEN,
    token({ alg: "RS256", kid: "r" }, {}),
    token({ alg: "RS256", kid: "e" }, {}),
    token({ alg: "ES256", kid: "none" }, {}),
    token({ alg: "EdDSA", crit: ["b64"] }, {}),
    (TOKENS[2] as string).replace(/.$/, ""),
  ];
  const pairs = rows(...tokens.flatMap((text) => KEYS.map((key) => [text, key])), ["a.b.c", 1], [1, SECRET]);
  const names = ["hs256", "hs384", "hs512", "rs256", "rs384", "ps256", "es256", "es384", "eddsa"];
  expectLikeOpa(Object.fromEntries(names.map((name) => [`io.jwt.verify_${name}`, pairs])));
});

test("tokens are checked against constraints", () => {
  const inner = token({ alg: "HS256" }, PAYLOAD);
  const tokens = [
    ...TOKENS,
    ...BROKEN,
    token({ alg: "HS256", crit: ["x"], x: 1 }, PAYLOAD),
    token({ alg: "HS256", cty: "jwt" }, inner),
    token({ alg: "HS256" }, { exp: "x" }),
    token({ alg: "HS256" }, {}),
  ];
  const time = 1_500_000_000_000_000_000;
  const full = { iss: "me", aud: "you", time };
  const constraints = [
    ...KEYS.slice(0, 5).map((cert) => ({ cert, ...full })),
    { secret: SECRET, ...full },
    { secret: SECRET, ...full, alg: "HS512" },
    { secret: SECRET, ...full, iss: "other" },
    { secret: SECRET, ...full, aud: "other" },
    { secret: SECRET, iss: "me", time },
    { secret: SECRET, ...full, time: 2_000_000_000_000_000_000 },
    { secret: SECRET, ...full, time: 1_000_000_000_400_000_000 },
    { secret: SECRET, ...full, time: -1 },
    { secret: SECRET, ...full, time: "now" },
    { secret: "wrong", ...full },
    { secret: SECRET, cert: KEYS[0], time },
    { time },
    { secret: SECRET, other: 1, time },
    { secret: 1, time },
  ];
  expectLikeOpa({
    "io.jwt.decode_verify": rows(...tokens.flatMap((text) => constraints.map((given) => [text, given]))),
  });
});

test("tokens are made", () => {
  // OPA takes the bytes of an Ed25519 key for a secret where a header says HS…; here that is no key: none such.
  const secret = { kty: "oct", k: encode(SECRET) };
  const rsa = jwk(RSA.privateKey);
  const ed = jwk(ED.privateKey);
  const payload = { b: 1, a: "<ü>", n: 1.0 };
  const headers = [
    { alg: "HS256" },
    { typ: "JWT", alg: "HS512" },
    { alg: "RS256" },
    { alg: "EdDSA" },
    { alg: "none" },
    { alg: 1 },
    {},
  ];
  const keys = [secret, rsa, ed, { keys: [secret] }, { keys: [] }, {}, { kty: "x" }];
  expectLikeOpa({
    "io.jwt.encode_sign": rows(
      ...headers
        .flatMap((header) => keys.map((key) => [header, payload, key]))
        .filter(([header, , key]) => key !== ed || !JSON.stringify(header).includes("HS")),
    ),
    "io.jwt.encode_sign_raw": rows(
      ...headers.map((header) => [JSON.stringify(header), ' {"a": 1}', JSON.stringify(secret)]),
      ['{"alg":"HS256"}', "text", JSON.stringify(secret)],
      ['{"alg":"HS256","typ":"text"}', "text", JSON.stringify(secret)],
      ["{", "{}", JSON.stringify(secret)],
      ['{"alg":"HS256"}', "{}", "key"],
      [1, "{}", "{}"],
    ),
  });
});
