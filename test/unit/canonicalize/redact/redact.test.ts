import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findSecrets } from "../../../../src/canonicalize/analyzers/secrets/index.ts";
import { REDACTED, redact, redactValue } from "../../../../src/canonicalize/redact/index.ts";
import type { JsonObject, JsonValue } from "../../../../src/domain/json.ts";
import { body, privateKey, SAMPLES } from "../secrets/samples.ts";

const FILE = join(process.env["WRIT_CASES"] ?? "../shared/cases", "redact", "texts.jsonl");

interface Row {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
  readonly forbidden?: string;
}

describe.skipIf(!existsSync(FILE))("the labelled texts (skipped where the collections are not)", () => {
  const rows = existsSync(FILE)
    ? readFileSync(FILE, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Row)
    : [];

  test.each(rows.map((row) => [row.name, row] as const))("%s", (_name, { input, expected, forbidden }) => {
    const result = redact(input);
    if (forbidden !== undefined) expect(result).not.toContain(forbidden);
    expect(result).toBe(expected);
  });
});

const TEXTS: readonly (readonly [text: string, redacted: string])[] = [
  ["PASSWORD=hunter2 PORT=80", `PASSWORD=${REDACTED} PORT=80`],
  ['{"password":"hunter2","n":1}', `{"password":"${REDACTED}","n":1}`],
  ["curl -H 'Authorization: Bearer abcdef123456' x", `curl -H '${REDACTED}' x`],
  [`postgres:${"//"}bob:hunter2@db/shop`, `postgres://bob:${REDACTED}@db/shop`],
  [`a\n${privateKey("RSA PRIVATE KEY")}\nb`, `a\n${REDACTED}\nb`],
  [`key ${body(3)} is gh${"p_"}${body(36)}.`, `key ${body(3)} is ${REDACTED}.`],
  [`echo ${Buffer.from("PASSWORD=hunter2").toString("base64")} | base64 -d`, `echo ${REDACTED} | base64 -d`],
  [`xxd -r -p <<< ${Buffer.from(`gh${"p_"}${body(36)}`).toString("hex")}`, `xxd -r -p <<< ${REDACTED}`],
  ["GET /\r\nCookie: a=b1c2d3; e=f\r\nHost: x\r\n", `GET /\r\n${REDACTED}\r\nHost: x\r\n`],
];

const word = fc.stringMatching(/^[A-Za-z]{1,12}$/);
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const image = fc
  .uint8Array({ minLength: 40, maxLength: 400 })
  .map((bytes) => `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`);
const code = fc.constantFrom(
  "const x = f(a, b);",
  "if (a === b) return null;",
  "for i in range(10): print(i)",
  "SELECT id, name FROM users WHERE id = 7;",
  "git commit -m 'fix: a thing' && git push origin main",
  '<div class="a b">text</div>',
  "import { a } from './b.ts';",
  "kubectl get pods -n default -o json",
  "x: 1\ny:\n  - z\n",
  '{"id": 17, "name": "Zo\\u00eb", "tags": ["a", "b"]}',
);
const harmless = fc
  .array(fc.oneof(word, hex(40), hex(64), fc.uuid(), image, code), { maxLength: 12 })
  .map((parts) => parts.join(" "));

describe("redaction of texts", () => {
  test.each(TEXTS)("%s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test("a text without a secret comes back as it was", () => {
    fc.assert(
      fc.property(harmless, (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
  });

  test("redacted twice is redacted once, and nothing is left to find", () => {
    const piece = fc.oneof(
      fc.constantFrom(...SAMPLES.map(([, secret]) => secret)),
      fc.constantFrom(...TEXTS.map(([text]) => text)),
      fc.constantFrom(
        REDACTED,
        "password=",
        "token: ",
        '"',
        "'",
        ": ",
        "=",
        "\n",
        " ",
        "://a:",
        "@b",
        "Cookie: ",
        "Authorization: ",
        "--password ",
      ),
      word,
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (parts) => {
        const once = redact(parts.join(""));
        expect(redact(once)).toBe(once);
        expect(findSecrets(once)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("a planted secret does not survive, the text around it does", () => {
    fc.assert(
      fc.property(harmless, fc.constantFrom(...SAMPLES), harmless, (before, [, secret], after) => {
        expect(redact(`${before}\n${secret}\n${after}`)).toBe(`${before}\n${REDACTED}\n${after}`);
      }),
    );
  });
});

const VALUES: readonly (readonly [value: JsonValue, redacted: JsonValue, paths: readonly string[]])[] = [
  [{ password: "hunter2", user: "bob" }, { password: REDACTED, user: "bob" }, ["/password"]],
  [{ a: [{ "x/y": "PASSWORD=hunter2" }] }, { a: [{ "x/y": `PASSWORD=${REDACTED}` }] }, ["/a/0/x~1y"]],
  [{ pin: 1234, port: 1234 }, { pin: REDACTED, port: 1234 }, ["/pin"]],
  [
    { passwords: ["x"], password: ["hunter2", "letmein"] },
    { passwords: ["x"], password: [REDACTED, REDACTED] },
    ["/password/0", "/password/1"],
  ],
  [
    { headers: [{ name: "X-Api-Key", value: "abcdef123456" }] },
    { headers: [{ name: "X-Api-Key", value: REDACTED }] },
    ["/headers/0/value"],
  ],
  [
    { headers: { Authorization: "Bearer abcdef123456" } },
    { headers: { Authorization: REDACTED } },
    ["/headers/Authorization"],
  ],
  [{ cookies: "a", Cookie: "sid=abc123; b=c" }, { cookies: "a", Cookie: REDACTED }, ["/Cookie"]],
  ["PASSWORD=hunter2", `PASSWORD=${REDACTED}`, [""]],
];

describe("redaction of JSON", () => {
  test.each(VALUES)("%j", (value, redacted, paths) => {
    expect(redactValue(value)).toEqual({ value: redacted, paths });
  });

  test.each<JsonValue>([
    { a: 1, b: [null, true, "text", { c: "d" }] },
    [],
    "text",
    7,
    { password: "<password>", token: null },
  ])("%j comes back as the same value", (value) => {
    const redacted = redactValue(value);
    expect(redacted.value).toBe(value);
    expect(redacted.paths).toEqual([]);
  });

  test("names that are secrets are replaced, and stay apart", () => {
    const [one, two] = [`gh${"p_"}${body(36)}`, `gh${"p_"}${body(36, undefined, 9)}`];
    const { value, paths } = redactValue({ [one]: 1, [two]: 2, ["__proto__"]: "x" });
    expect(JSON.stringify(value)).toBe(`{"${REDACTED}":1,"${REDACTED} 2":2,"__proto__":"x"}`);
    expect(paths).toEqual([`/${REDACTED}`, `/${REDACTED} 2`]);
  });

  test("what is too deep is not kept", () => {
    let value: JsonValue = "PASSWORD=hunter2";
    for (let i = 0; i < 10_000; i++) value = [value];
    const { paths } = redactValue(value);
    expect(paths).toHaveLength(1);
  });

  test("any value: no throw, idempotent", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = redactValue(value as JsonObject).value;
        expect(redactValue(once).value).toBe(once);
      }),
    );
  });
});
