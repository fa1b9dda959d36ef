import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SignatureCheck } from "../../../src/transports/toolhive/signature.ts";

const SECRET = Buffer.from("0123456789abcdef0123456789abcdef");
const NOW_MS = 1_763_740_800_000;
const TIME = String(NOW_MS / 1000);
const BODY = Buffer.from('{"uid":"1"}');

const sign = (time: string, body: Uint8Array, secret: Uint8Array = SECRET) =>
  `sha256=${createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex")}`;

const headers = (signature?: string, time?: string, more: readonly string[] = []) =>
  new Map([
    ...(signature === undefined ? [] : [["x-toolhive-signature", [signature, ...more]] as const]),
    ...(time === undefined ? [] : [["x-toolhive-timestamp", [time]] as const]),
  ]);

const checkOf = (secret: Uint8Array | undefined = SECRET) => new SignatureCheck({ secret, window_s: 300 });

// By `printf 1700000000.hello | openssl dgst -sha256 -hmac secret`.
test("it is computed as others compute it", () => {
  const known = "sha256=47b1df0ab12338b2685470b0d2b37033add7c3b2bc8172f313e77413f1bb78c8";
  const check = checkOf(Buffer.from("secret"));
  expect(() => check.check(headers(known, "1700000000"), Buffer.from("hello"), 1_700_000_000_000)).not.toThrow();
});

describe("a webhook is taken", () => {
  test.each([
    { what: "with its signature", time: TIME },
    { what: "as old as the window", time: String(NOW_MS / 1000 - 300) },
    { what: "as far ahead as the window", time: String(NOW_MS / 1000 + 300) },
  ])("$what", ({ time }) => {
    expect(() => checkOf().check(headers(sign(time, BODY), time), BODY, NOW_MS)).not.toThrow();
  });

  test("by a secret whose file ends in a line", () => {
    const check = checkOf(Buffer.concat([SECRET, Buffer.from("\n")]));
    expect(() => check.check(headers(sign(TIME, BODY), TIME), BODY, NOW_MS)).not.toThrow();
  });

  test("again when its window is over only with another time", () => {
    const check = checkOf();
    check.check(headers(sign(TIME, BODY), TIME), BODY, NOW_MS);
    const later = String(NOW_MS / 1000 + 1);
    expect(() => check.check(headers(sign(later, BODY), later), BODY, NOW_MS)).not.toThrow();
  });
});

describe("a webhook is refused", () => {
  const other = Buffer.from("another secret of 32 or more bytes");
  test.each([
    { what: "without a signature", given: headers(undefined, TIME) },
    { what: "without a time", given: headers(sign(TIME, BODY)) },
    { what: "with another body", given: headers(sign(TIME, Buffer.from("{}")), TIME) },
    { what: "with another time", given: headers(sign(TIME, BODY), String(NOW_MS / 1000 - 1)) },
    { what: "by another secret", given: headers(sign(TIME, BODY, other), TIME) },
    { what: "too old", given: headers(sign(String(NOW_MS / 1000 - 301), BODY), String(NOW_MS / 1000 - 301)) },
    { what: "of a time to come", given: headers(sign(String(NOW_MS / 1000 + 301), BODY), String(NOW_MS / 1000 + 301)) },
    { what: "with two signatures", given: headers(sign(TIME, BODY), TIME, [sign(TIME, BODY)]) },
    { what: "with a signature in another form", given: headers(sign(TIME, BODY).toUpperCase(), TIME) },
    { what: "with a short signature", given: headers("sha256=00", TIME) },
    { what: "with a time that is no number", given: headers(sign("1e9", BODY), "1e9") },
  ])("$what", ({ given }) => {
    expect(() => checkOf().check(given, BODY, NOW_MS)).toThrow(expect.objectContaining({ code: "unauthenticated" }));
  });

  test("that was there before", () => {
    const check = checkOf();
    const given = headers(sign(TIME, BODY), TIME);
    check.check(given, BODY, NOW_MS);
    expect(() => check.check(given, BODY, NOW_MS + 1000)).toThrow("was there before");
  });

  test("that is signed where nobody knows the secret", () => {
    const check = new SignatureCheck({ window_s: 300 });
    expect(() => check.check(headers(sign(TIME, BODY), TIME), BODY, NOW_MS)).toThrow("webhook_secret_file is not set");
    expect(() => check.check(headers(), BODY, NOW_MS)).not.toThrow();
  });
});
