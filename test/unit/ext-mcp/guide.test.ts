import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readCallers } from "../../../src/config/callers.ts";
import { readProtocols } from "../../../src/config/protocols.ts";
import type { JsonObject } from "../../../src/domain/json.ts";

test.each(["agentgateway", "toolhive"])("what the page of %s shows is the example that the tests run", (gateway) => {
  const page = readFileSync(`docs/gateways/${gateway}.md`, "utf8");
  const [, shown = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const example = parse(readFileSync(`examples/gateways/${gateway}/writ.yaml`, "utf8")) as JsonObject;
  expect(parse(shown)).toEqual(example);
  expect(readCallers(example["callers"] ?? null)).toHaveLength(1);
  expect(readProtocols(example["protocols"] ?? {}).off).toEqual([]);
});
