import { expect, test } from "vitest";
import { parse } from "yaml";
import { readProtocols } from "../../../src/config/protocols.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { readCandidates } from "../../../src/transports/authzen/candidates.ts";
import { exampleFile } from "../../support/gateways/config.ts";

test("the example's settings can be read", () => {
  const { protocols } = parse(exampleFile("authzen", "writ.yaml")) as { readonly protocols: JsonValue };
  expect(readProtocols(protocols).authzen).toMatchObject({
    tool_actions: ["tools/call", "tool_call.execute"],
    server: "github",
  });
});

test("the example's candidates are some", () => {
  const data = parse(exampleFile("authzen", "candidates.yaml")) as Readonly<Record<string, JsonObject>>;
  expect(Object.keys(data)).toEqual(["subjects", "resources", "actions"]);
  for (const [kind, types] of Object.entries(data)) {
    for (const [type, list] of Object.entries(types)) {
      expect(readCandidates(list, `data.authzen.${kind}.${type}`).length).toBeGreaterThan(0);
    }
  }
});
