import type { Format } from "./format.ts";

const HEADER_START_CHARS = 16;

/** A JSON Web Token's header is an object with `alg` or `enc` (RFC 7515, RFC 7516), or at least something in JSON's form. */
function isTokenHeader(token: string): boolean {
  return /^\{\s*"/.test(Buffer.from(token.slice(0, HEADER_START_CHARS), "base64url").toString("latin1"));
}

/** Forms that belong to no issuer. */
export const GENERIC: readonly Format[] = [
  {
    type: "secret.jwt",
    severity: "high",
    // A token's first part may be as long as the text: no second one is looked for inside it.
    whole: true,
    anchors: ["eyJ", "ewog", "ewoi", "eyAi"],
    rest: /[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*){1,3}/y,
    judge: isTokenHeader,
  },
  // crypt(5), bcrypt, Argon2 and scrypt strings: what /etc/shadow and htpasswd files hold.
  {
    type: "secret.password_hash",
    severity: "high",
    anchors: ["$1$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$2a$", "$2b$", "$2y$", "$2x$", "$apr1$", "$sha1$", "$md5"],
    rest: /[\w./$=-]{20,240}/y,
    judge: (token) => token.lastIndexOf("$") > token.indexOf("$", 1) || token.startsWith("$2"),
  },
  {
    type: "secret.password_hash",
    severity: "high",
    anchors: ["$argon2", "$scrypt$", "$pbkdf2", "pbkdf2_sha256$", "{SSHA}", "{SSHA512}"],
    rest: /[\w./$=,+-]{20,240}(?<!,)/y,
  },
  {
    type: "secret.openssh_key",
    severity: "critical",
    anchors: ["b3BlbnNzaC1rZXktdjEA"],
    rest: /[A-Za-z0-9+/=\s]{60,}/y,
  },
];
