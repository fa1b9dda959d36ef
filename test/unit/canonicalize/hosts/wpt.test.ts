import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readUrl } from "../../../../src/canonicalize/analyzers/hosts/index.ts";

const FILE = join(process.env["WRIT_CASES"] ?? "../shared/cases", "urls", "urls.jsonl");

interface Case {
  readonly input: string;
  readonly base: string | null;
  readonly expect: string;
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
}

describe.skipIf(!existsSync(FILE))("URLs of the web platform's tests (skipped where the collection is not)", () => {
  const cases: readonly Case[] = existsSync(FILE)
    ? readFileSync(FILE, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Case)
    : [];

  test("there are hundreds of them", () => {
    expect(cases.length).toBeGreaterThan(400);
  });

  test.each(cases)("$input", ({ input, base, ...wanted }) => {
    const form = readUrl(input, base ?? undefined);
    if (wanted.expect !== "ok") {
      expect(form).toBeUndefined();
      return;
    }
    expect(form).toMatchObject({
      href: wanted.href,
      scheme: wanted.protocol.slice(0, -1),
      host: wanted.hostname,
      port: wanted.port,
      path: wanted.pathname,
    });
  });
});
