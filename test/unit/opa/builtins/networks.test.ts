import fc from "fast-check";
import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));

const CIDRS = [
  "10.0.0.0/8",
  "10.1.2.3/8",
  "0.0.0.0/0",
  "1.2.3.4/32",
  "1.2.3.4/33",
  "1.2.3.4",
  "01.2.3.4/8",
  "1.2.3/8",
  "::/0",
  "::1/128",
  "2001:db8::/32",
  "2001:DB8::1/64",
  "::ffff:1.2.3.4/120",
  "::ffff:1.2.3.4/96",
  "::1.2.3.4/127",
  "fe80::1%eth0/64",
  "1::2::3/64",
  "2001:db8::/129",
  "1.2.3.0/08",
  "1.2.3.0/+8",
  "1.2.3.0/",
  "/8",
  "",
  "x",
  "2001:db8:0:0:1:0:0:1/128",
  "1:0:0:2:0:0:0:3/127",
];

test("which texts are CIDRs", () => {
  expectLikeOpa({ "net.cidr_is_valid": rows(...CIDRS.map((cidr) => [cidr]), [1], [null]) });
});

test("addresses of a network", () => {
  const small = [
    "1.2.3.4/30",
    "255.255.255.254/31",
    "10.0.0.1/32",
    "::/126",
    "1:0:0:2:0:0:0:3/127",
    "2001:db8::ffff/120",
    "::ffff:1.2.3.4/126",
    "bad",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
  ];
  expectLikeOpa({ "net.cidr_expand": rows(...small.map((cidr) => [cidr])) });
});

test("networks that contain networks", () => {
  const all = CIDRS.filter((cidr) => !/x|%|^$|33|129|08|\+/.test(cidr));
  expectLikeOpa({
    "net.cidr_contains_matches": [
      ...rows(
        ...all.flatMap((a) => all.map((b) => [a, b])),
        [
          ["10.0.0.0/8", "::/0"],
          ["10.1.1.1", "::1"],
        ],
        [{ k: "10.0.0.0/8" }, [["10.1.1.1", "more"], "11.0.0.0/8"]],
        [[[]], "1.1.1.1"],
        [[1], "1.1.1.1"],
        [1, "1.1.1.1"],
        [[], ["bad"]],
        [["bad"], ["1.1.1.1"]],
      ),
      '[{"10.0.0.0/8", "::/0"}, {"10.1.1.1"}]',
    ],
  });
});

test("any networks merged", { timeout: 60_000 }, () => {
  const v4 = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 32 }))
    .map(([a, b, prefix]) => `10.0.${a}.${b}/${prefix}`);
  const v6 = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 118, max: 128 }))
    .map(([a, prefix]) => `2001:db8::${a.toString(16)}/${prefix}`);
  const lists = fc.sample(fc.array(fc.oneof(v4, v6, fc.constant("10.0.1.7")), { maxLength: 8 }), 400);
  expectLikeOpa({
    "net.cidr_merge": [
      ...rows(
        ...lists.map((list) => [list]),
        [["bad"]],
        [[1]],
        ["10.0.0.0/8"],
        [["::1"]],
        [["0.0.0.0/0", "::/0"]],
        [["200.1.1.1", "150.1.1.1"]],
      ),
      '[{"10.0.0.0/9", "10.128.0.0/9"}]',
    ],
  });
});
