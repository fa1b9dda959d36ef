import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

test("the configuration in docs/identity.md is one", () => {
  const [, text = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync("docs/identity.md", "utf8")) ?? [];
  const { trust, callers } = loadConfig({ env: {}, file: { path: "docs/identity.md", text } });
  expect(trust.map(({ profile }) => profile)).toEqual(["kubernetes", "at+jwt", "jwt-svid", "x509-svid"]);
  expect(callers.map(({ id }) => id)).toEqual(["gateway", "people"]);
});
