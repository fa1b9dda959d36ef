import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

/** What a comparison with OPA's own builtins on random arguments has found (tools/conformance/compare). */

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));
const encode = (value: string) => Buffer.from(value).toString("base64url");

test("line ends and padding in base64url", () => {
  const header = encode('{"alg":"HS256"}');
  const signed = (signature: string) => `${header}.e30.${signature}`;
  const texts = ["AQID", "AQ\nID", "AQI\n", "AQ\r\nID", "AQI=", "AQ=", "AQ\n=", "AQ==\n", "A\nQ==", "\n", "="];
  expectLikeOpa({
    "io.jwt.decode": rows(...texts.map((text) => [signed(text)]), [`${header.slice(0, 8)}\n${header.slice(8)}.e30.`]),
    "io.jwt.verify_hs256": rows(...texts.map((text) => [signed(text), "secret"])),
  });
});

test("bytes that are no text in a token", () => {
  const token = (header: Buffer, payload: Buffer) =>
    `${header.toString("base64url")}.${payload.toString("base64url")}.`;
  const broken = (text: string) => Buffer.from(text, "latin1");
  const tokens = [
    token(broken('{"alg":"\xff"}'), broken("{}")),
    token(broken("{}"), broken('{"a":"x\xe2\x82y\xc3"}')),
    token(broken("{}"), broken('{"a":"\xf0\x9f\x98\x80\xed\xa0\x80"}')),
    token(broken("{}"), broken('{\xff"a":1}')),
  ];
  expectLikeOpa({ "io.jwt.decode": rows(...tokens.map((text) => [text])) });
});

test("keys that are written wrong", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" }) as { x: string };
  const text = `${encode('{"alg":"ES256"}')}.${encode("{}")}`;
  const signature = sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
  const token = `${text}.${signature.toString("base64url")}`;
  const standard = Buffer.from(jwk.x, "base64url").toString("base64");
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const der = publicKey.export({ type: "spki", format: "der" });
  const block = (bytes: Buffer) =>
    `-----BEGIN PUBLIC KEY-----\n${bytes.toString("base64")}\n-----END PUBLIC KEY-----\n`;
  const keys = [
    ...[jwk.x, `${jwk.x}&`, `${jwk.x}=`, standard, standard.replace("=", ""), `\n${jwk.x}`, `${jwk.x}A`, ""].map((x) =>
      JSON.stringify({ ...jwk, x }),
    ),
    JSON.stringify({ ...jwk, kty: undefined, KTY: "EC" }),
    JSON.stringify({ kty: "RSA", n: "AQAB", e: "AAA" }),
    JSON.stringify({ kty: "oct", k: "" }),
    "null",
    '{"keys": [null]}',
    ...[
      pem,
      pem.replace("\n", "\n!"),
      pem.replace("\n-----END", "A\n-----END"),
      `${pem}${pem}`,
      pem.replaceAll("PUBLIC", "X"),
    ],
    block(der),
    block(Buffer.concat([der, Buffer.of(0)])),
  ];
  expectLikeOpa({ "io.jwt.verify_es256": rows(...keys.map((key) => [token, key])) });
});

test("secrets that are written wrong", () => {
  const text = `${encode('{"alg":"HS256"}')}.${encode("{}")}`;
  const mac = createHmac("sha256", "secret").update(text).digest("base64url");
  const keys = ["c2VjcmV0", "c2VjcmV0=", "c2Vj\ncmV0", "c2VjcmV0ü", "c2VjcmV", "c2VjcmV0A", "+/", "-/"];
  expectLikeOpa({
    "io.jwt.encode_sign": rows(...keys.map((k) => [{ alg: "HS256" }, {}, { kty: "oct", k }])),
    "io.jwt.decode_verify": rows([`${text}.${mac}`, { secret: "secret", time: 0 }]),
  });
});

test("networks beside nothing are not looked at", () => {
  expectLikeOpa({
    "net.cidr_contains_matches": [
      ...rows(
        [[], "bad"],
        [["bad"], []],
        [[1], []],
        [[[]], []],
        [[[1]], []],
        [[], [1]],
        [{}, 1],
        [["bad"], null],
        [1, "bad"],
      ),
      '[{"10.0.0.0/8"}, set()]',
    ],
  });
});

test("zones by their exact names, and dates past all bounds", () => {
  const zones = [
    "ASIA/KOLKATA",
    "asia/kolkata",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "US/Eastern",
    "us/eastern",
    "utc",
    "UTC",
  ];
  const more = [
    "EST5EDT",
    "est5edt",
    "Etc/GMT+5",
    "Etc/Gmt+5",
    "GB-Eire",
    "Australia/NSW",
    "America/Argentina/Ushuaia",
    "GMT0",
  ];
  const edges = [
    "9223372036854775807",
    "-9223372036854775808",
    "9007199254740993",
    "-1000001",
    "768614336404564650",
    "0",
  ];
  expectLikeOpa({
    "time.clock": rows(...[...zones, ...more].map((zone) => [[0, zone]])),
    "time.add_date": edges.flatMap((a) => edges.flatMap((b) => edges.map((c) => `[1, ${a}, ${b}, ${c}]`))),
  });
});

test("bytes that are no text in a URI", () => {
  const uris = ["http://foo%bar/", "http://foo%ba/%zz", "http://h/%ff", "http://h/?%ff", "http://h/#%ff", "//%ff:x/"];
  expectLikeOpa({ "uri.is_valid": rows(...uris.map((uri) => [uri])) });
});

test("numbers of groups have no zeros in front", () => {
  expectLikeOpa({ "regex.replace": rows(["foo", "(f)(o)", "$01$1"], ["foo", "(f)", "$00"], ["foo", "(f)", "<$0>"]) });
});

test("YAML that only one of two libraries reads", () => {
  const texts = [
    ..."%|%,|%YAML 1.2\n---\na: 1|%YAML 1.2\na: 1|%YAML 1.3\n---\na|%TAG ! x:\n---\na|a: 1\n%b: 2|a\n...\n%x\n---\nb".split(
      "|",
    ),
    ...["\u0000", "a: \u0007", "\ufeffa: 1", "\u007f", "a: \u0080", "'\u0001'"],
    ...[
      "\t",
      "\ta: 1",
      "a:\tb",
      "- \tb",
      "-\tb",
      "a: b\n\t\nc: d",
      "a: |\n \tx\n",
      "'a\n\tb'",
      "[\n\ta]",
      "a:\n  b\n",
      "a: |2\n  \tx",
    ],
    ...["! 1", "!", "!!str 1", "!!xyz 1", "!!int x", "!!float 1", "!local 1", "!!binary YQ==", "!!bool 'true'"],
    ...["'it''", "'it'''", '"a\\"', '"a\\""', "'", '"'],
    ...["&a\n x: *a", "&a [*a]", "a: &x {b: 1}\nc: *x", "&\\ a", "&a-b 1", "<<: &a {<<: *a}"],
    ...["a: |\n  x", "a: |\n  x\n", "a: |+\n  x", "a: >\n  x\n  y", "|\n"],
    ...['{"a\nb": 1}', '"a\nb": 1', '? "a\n  b"\n: 1', "a\nb: 1", '{"a"\n: 1}', '{"a" : 1}'],
  ];
  expectLikeOpa({
    "yaml.unmarshal": rows(...texts.map((text) => [text])),
    "yaml.is_valid": rows(...texts.map((text) => [text])),
  });
});

test("tabs and long numbers in YAML that is written", () => {
  const values = ["a\tb", "\ta\nb", "a\t\nb", "a \nb", { "a\tb\nc": 1 }, ["\t"]];
  // Not all in one object: "[]" < "9" < "9223372036854775808" < "[]" in OPA, whose order of the three is then by chance.
  const keys = [
    { "9223372036854775808": 1, "[]": 2, a9223372036854775808: 4, a1: 5 },
    { "9223372036854775808": 1, "9": 3, a9223372036854775808: 4, a1: 5 },
    { "[]": 2, "9": 3 },
  ];
  expectLikeOpa({ "yaml.marshal": rows(...[...values, ...keys].map((value) => [value])) });
});
