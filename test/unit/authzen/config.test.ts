import { expect, test } from "vitest";
import { readProtocols } from "../../../src/config/protocols.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { AUTHZEN_DEFAULTS } from "../../../src/domain/protocols.ts";

test.each<[JsonObject, object]>([
  [{}, AUTHZEN_DEFAULTS],
  [
    { tool_actions: ["tools/call", "use"], server: "github", batch_context: "full" },
    { ...AUTHZEN_DEFAULTS, tool_actions: ["tools/call", "use"], server: "github", batch_context: "full" },
  ],
  [
    { tool_types: [], obligations: [] },
    { ...AUTHZEN_DEFAULTS, tool_types: [], obligations: [] },
  ],
])("%o", (authzen, expected) => {
  expect(readProtocols({ authzen }).authzen).toEqual(expected);
});

test.each<[JsonObject, string]>([
  [{ actions: [] }, "/authzen/actions"],
  [{ tool_actions: [""] }, "/authzen/tool_actions/0"],
  [{ server: 1 }, "/authzen/server"],
  [{ batch_context: "some" }, "/authzen/batch_context"],
])("%o is refused", (authzen, field) => {
  expect(() => readProtocols({ authzen })).toThrow(field);
});
