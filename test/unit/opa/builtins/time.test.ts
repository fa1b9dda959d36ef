import fc from "fast-check";
import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));

const INSTANTS = [
  "0",
  "1",
  "-1",
  "1700000000123456789",
  "1709164800000000000",
  "-9223372036854775808",
  "9223372036854775807",
  "951782400000000000",
  "1e9",
  "1711846800000000000",
  "-2208988800000000000",
];
const ZONES = [
  "",
  "UTC",
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Africa/Monrovia",
  "Nowhere/Land",
];
const LAYOUTS = [
  "",
  "RFC3339",
  "RFC3339Nano",
  "ANSIC",
  "RubyDate",
  "RFC822Z",
  "RFC1123Z",
  "2006-01-02 15:04:05.000000",
  "Jan _2 06 3:4:5PM",
  "Monday January 02 2006 __2 002",
  "03:04:05pm -07 -0700 -07:00 -07:00:00 -070000 Z07 Z0700 Z07:00:00",
  "2006.000 .999 ,9 .0x",
  "Janet Mond _2006 5 1 2",
  "text only",
  "05.999999999",
];

test("times are written as in Go", () => {
  expectLikeOpa({
    "time.format": [
      ...INSTANTS.flatMap((ns) => [
        `[${ns}]`,
        ...ZONES.flatMap((zone) =>
          LAYOUTS.map((layout) => `[[${ns}, ${JSON.stringify(zone)}, ${JSON.stringify(layout)}]]`),
        ),
      ]),
      ...rows(
        [[0, "UTC", "MST"]],
        [[0, "America/New_York", "RFC1123"]],
        [[0]],
        [[]],
        ["x"],
        [["0"]],
        [[1.5]],
        [[0, 1]],
      ),
      "[9223372036854775808]",
    ],
  });
});

test("every zone has its offset and its abbreviation", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  const [winter, summer] = ["1736899200000000000", "1752537600000000000"];
  const list = zones.flatMap((zone) =>
    [winter, summer].map((ns) => `[[${ns}, ${JSON.stringify(zone)}, "MST -07:00:00"]]`),
  );
  expectLikeOpa({ "time.format": list });
});

test("dates, clocks and weekdays", () => {
  const list = INSTANTS.flatMap((ns) => ZONES.map((zone) => `[[${ns}, ${JSON.stringify(zone)}]]`));
  expectLikeOpa({ "time.date": list, "time.clock": list, "time.weekday": list });
});

test("times are read as in Go", () => {
  const texts: readonly (readonly [string, readonly string[]])[] = [
    [
      "RFC3339",
      [
        "2020-01-02T03:04:05Z",
        "2020-01-02T03:04:05.123456789+01:30",
        "2020-02-30T00:00:00Z",
        "2020-01-02 03:04:05Z",
        "2020-01-02T24:00:00Z",
        "2020-01-02T3:04:05Z",
        "1677-09-21T00:12:43.145224192Z",
        "1677-09-21T00:12:43Z",
        "2262-04-11T23:47:16.854775807Z",
        "2262-04-12T00:00:00Z",
        "2020-01-02T03:04:05,5Z",
        "2020-01-02T03:04:05z",
        "2020-01-02T03:04:05+24:60",
        "",
      ],
    ],
    ["2006-01-02", ["2020-1-02", "2020-12-31", "2020-13-01", "0001-01-01", "2021-02-29", "2020-02-29 "]],
    ["Jan _2 2006 3:04PM", ["Mar  4 2020 12:04AM", "mar 14 2020 0:04PM", "Mar 14 2020 13:04PM", "March 4 2020 1:04PM"]],
    [
      "Monday, 02-Jan-06 15:04:05 MST",
      [
        "Friday, 01-Mar-69 00:00:00 GMT",
        "Friday, 01-Mar-68 00:00:00 CEST",
        "Friday, 01-Mar-68 00:00:00 GMT+3",
        "Friday, 01-Mar-68 00:00:00 X",
      ],
    ],
    ["2006 002 05.000", ["2020 366 01.123", "2021 366 01.123", "2020 060 01.1", "2020 60 01.123"]],
    ["2006 __2", ["2020   5", "2020  60", "2020 001"]],
    ["15:04:05.999 -07", ["01:02:03 +05", "01:02:03.5 -05", "01:02:03.123456 Z"]],
    ["UnixDate", ["Mon Jan  2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 UTC 2006"]],
    ["", ["", " ", "x"]],
  ];
  expectLikeOpa({
    "time.parse_ns": rows(...texts.flatMap(([layout, values]) => values.map((value) => [layout, value])), [1, "x"]),
    "time.parse_rfc3339_ns": rows(...(texts[0]?.[1] ?? []).map((text) => [text]), [1]),
  });
});

test("durations", () => {
  const texts = [
    "",
    "0",
    "+0",
    "-0",
    "1",
    "1s",
    "-1.5h",
    "1h2m3s4ms5us6µs7μs8ns",
    ".5s",
    "5.s",
    ".s",
    "1d",
    "1.5d2h",
    "-1w",
    "1y2d",
    "1w1w",
    "1dd",
    "1x",
    "1d 2h",
    "9223372036854775807ns",
    "9223372036854775808ns",
    "-9223372036854775808ns",
    "300y",
    "0.1y",
    "1.2.3d",
    "0.100000000000000000000h",
    "0.333333333333333333333333h",
    "1e3s",
  ];
  expectLikeOpa({ "time.parse_duration_ns": rows(["1constructor"], ...texts.map((text) => [text]), [1]) });
});

test("adding to dates, and differences", { timeout: 60_000 }, () => {
  const ns = fc.bigInt({ min: -9_000_000_000_000_000_000n, max: 9_000_000_000_000_000_000n });
  const zone = fc.constantFrom("", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia");
  const at = fc.tuple(ns, zone).map(([value, name]) => `[${value}, ${JSON.stringify(name)}]`);
  const added = fc.tuple(
    fc.integer({ min: -300, max: 300 }),
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: -500, max: 500 }),
  );
  expectLikeOpa({
    "time.diff": fc.sample(
      fc.tuple(at, at).map(([a, b]) => `[${a}, ${b}]`),
      400,
    ),
    "time.add_date": [
      ...fc.sample(
        fc.tuple(at, added).map(([a, more]) => `[${a}, ${more.join(", ")}]`),
        400,
      ),
      "[0, 1.5, 0, 0]",
      "[0, 1.0, 0, 0]",
    ],
  });
});
