import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));

test("strings", () => {
  expectLikeOpa({
    indexof_n: rows(
      ["", "a"],
      ["a", ""],
      ["aaa", "aa"],
      ["ü€ü€", "ü"],
      ["😀a😀", "a"],
      ["abc", "abcd"],
      [1, "a"],
      ["a", null],
    ),
    "strings.count": rows(["cheese", "e"], ["", ""], ["ü€", ""], ["aaa", "aa"], ["abc", "x"], ["a", 1]),
    "strings.split_n": [
      ...["0", "1", "2", "5", "-1", "-2", "-9", "1.5", "9223372036854775807"].flatMap((n) => [
        `["a.b.c", ".", ${n}]`,
        `["üx", "", ${n}]`,
        `["", "", ${n}]`,
        `["", ".", ${n}]`,
      ]),
    ],
    "strings.any_prefix_match": [
      ...rows(
        ["abc", "ab"],
        ["abc", ["x", "a"]],
        [["b", "ab"], "a"],
        [[], ["a"]],
        [["a"], []],
        ["", [""]],
        [1, "a"],
        ["a", [1]],
        ["a", { a: 1 }],
        [["ab", 1], "a"],
      ),
      '[{"abc", "x"}, {"a"}]',
      '["b", {"a"}]',
    ],
    "strings.any_suffix_match": rows(
      ["abc", "bc"],
      ["abc", ["x", "c"]],
      [["b", "ab"], "b"],
      [["ü"], ["ü"]],
      [null, "a"],
    ),
  });
});

test("hexadecimal digits, base64 and hashes", () => {
  const texts = ["", "a", "ü€😀", "\u0000\u0001", "hello world"];
  expectLikeOpa({
    "hex.encode": rows(...texts.map((text) => [text]), [1]),
    "hex.decode": rows([""], ["6162"], ["C3BC"], ["c3BC"], ["6"], ["zz"], ["61 62"], [5]),
    "base64url.encode_no_pad": rows(...texts.map((text) => [text]), [null]),
    "crypto.md5": rows(...texts.map((text) => [text]), [1]),
    "crypto.sha1": rows(...texts.map((text) => [text])),
    "crypto.sha256": rows(...texts.map((text) => [text])),
    "crypto.hmac.md5": rows(...texts.map((text) => [text, "key"]), ["a", ""], ["a", 1]),
    "crypto.hmac.sha1": rows(...texts.map((text) => ["key", text])),
    "crypto.hmac.sha256": rows(...texts.map((text) => [text, text])),
    "crypto.hmac.sha512": rows(...texts.map((text) => [text, "ü"])),
    "crypto.hmac.equal": rows(["a", "a"], ["a", "b"], ["a", "ab"], ["", ""], [1, "a"]),
    "glob.quote_meta": rows(["*.?[a-z]{x,y}\\!"], [""], ["ü*"], [1]),
  });
});

test("queries of URLs", () => {
  const texts = ["", "a b+c", "ü€😀", "a=b&c", "-_.~!*'()", "%", "/?#[]@", "\u0000"];
  const encoded = ["", "a+b%20c", "%C3%BC", "%c3%bc", "%", "%2", "%zz", "a;b", "%00", "ü"];
  const queries = ["", "a=1&a=2&b", "a=%20+&=x", "&&", "a;b=1", "%zz=1", "a=b=c", "a", "=", "?a=1"];
  expectLikeOpa({
    "urlquery.encode": rows(...texts.map((text) => [text]), [1]),
    "urlquery.decode": rows(...encoded.map((text) => [text]), [1]),
    "urlquery.decode_object": rows(...queries.map((text) => [text]), [null]),
    "urlquery.encode_object": [
      ...rows(
        [{}],
        [{ b: "1", a: ["x", "y z"] }],
        [{ ü: "€" }],
        [{ a: 1 }],
        [{ a: [1] }],
        [{ a: [] }],
        [[]],
        [{ a: { b: "c" } }],
      ),
      '[{"a": {"z", "y"}}]',
    ],
  });
});

test("URIs", () => {
  const uris = [
    "",
    "*",
    "http://example.com",
    "HTTP://User:p%20w@Example.COM:8080/a%2Fb/../c?x=1#f%20g",
    "mailto:a@b.c",
    "/a/b",
    "a/b",
    "a:b",
    "1a:b",
    ":x",
    "//host/path",
    "///x",
    "http://[::1]:80/",
    "http://[::1%25eth0]/",
    "http://[fe80::1%25]/",
    "http://[1.2.3.4]/",
    "http://[::1",
    "http://a]b/",
    "http://a:b/",
    "http://a:/",
    "http://a:1:2/",
    "postgres://a:1,b:2/",
    "http://a b/",
    "http://a/ b",
    "http://a/%zz",
    "http://a/%",
    "http://%41/",
    "http://%C3%BC/",
    "http://ü/ü",
    "http://a?b?c",
    "http://a?",
    "http://a#",
    "http://a/b;c=d,e",
    "http://user@@host/",
    "http://us er@host/",
    "http://a\u0001/",
    "http://a/\u007f",
    "x-y.z+1:opaque",
    "?q",
    "#f",
    "a#b#c",
    "http://a/(x)!*'$&+",
    "http://a/[x]",
    "http://a/%2f%2F",
    "http://a//b",
    "./a:b",
    "%41:b",
    "http:///p",
    "http:/p",
    "http:?q",
  ];
  expectLikeOpa({
    "uri.parse": rows(...uris.map((uri) => [uri]), [1]),
    "uri.is_valid": rows(...uris.map((uri) => [uri]), [1]),
  });
});
