import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Builtin, type Builtins, stringArg } from "./builtin.ts";

export const CRYPTO: Builtins = {
  "crypto.md5": hash("md5"),
  "crypto.sha1": hash("sha1"),
  "crypto.sha256": hash("sha256"),
  "crypto.hmac.md5": hmac("md5"),
  "crypto.hmac.sha1": hmac("sha1"),
  "crypto.hmac.sha256": hmac("sha256"),
  "crypto.hmac.sha512": hmac("sha512"),
  "crypto.hmac.equal": (args) => {
    const [a, b] = [Buffer.from(stringArg(args, 0)), Buffer.from(stringArg(args, 1))];
    return a.length === b.length && timingSafeEqual(a, b);
  },
};

function hash(algorithm: string): Builtin {
  return (args) => createHash(algorithm).update(stringArg(args, 0), "utf8").digest("hex");
}

/** The message first, then the key. */
function hmac(algorithm: string): Builtin {
  return (args) => createHmac(algorithm, stringArg(args, 1)).update(stringArg(args, 0), "utf8").digest("hex");
}
