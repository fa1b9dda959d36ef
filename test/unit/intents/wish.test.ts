import { expect, test } from "vitest";
import { allowanceOf, wishOf } from "../../../src/cli/intents/wish.ts";
import { folderWith } from "../policy/support.ts";

test.each([
  ["file.read", { verb: "file.read" }],
  ["file.*=file:///repo/*", { verb: "file.*", resource: "file:///repo/*" }],
  ["file.read=https://a.example/?q=1", { verb: "file.read", resource: "https://a.example/?q=1" }],
  [
    "message.send>@acme.example,bob@x.example",
    { verb: "message.send", destinations: ["@acme.example", "bob@x.example"] },
  ],
  ["net.upload=bucket:a>*", { verb: "net.upload", resource: "bucket:a", destinations: ["*"] }],
  ["", undefined],
  ["=file:///repo", undefined],
  ["file.read=", undefined],
  ["message.send>", undefined],
])("an allowance of the command line: %s", (text, expected) => {
  expect(allowanceOf(text)).toEqual(expected);
});

test("the command line says what the file does not, or something else", () => {
  const dir = folderWith({
    "wish.yaml": "agent: a\npurpose: of the file\nallows: [{ verb: file.read, max_calls: 2 }]\n",
  });
  const file = `${dir}/wish.yaml`;
  expect(wishOf(file, { purpose: "of the command line", lifetime: 60, consent: true })).toEqual({
    agent: "a",
    purpose: "of the command line",
    allows: [{ verb: "file.read", max_calls: 2 }],
    lifetime_s: 60,
    consent: true,
  });
  expect(wishOf(undefined, { agent: ["a", "b"], allow: [{ verb: "file.read" }], onBehalfOf: "user:x" })).toEqual({
    agent: ["a", "b"],
    allows: [{ verb: "file.read" }],
    on_behalf_of: "user:x",
  });
});
