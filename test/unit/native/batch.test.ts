import { describe, expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import { MAX_BATCH_ITEMS, MAX_REQUEST_BYTES } from "../../../src/domain/limits.ts";
import { type BatchItem, decodeBatchText } from "../../../src/transports/native/batch.ts";

const GOOD = '{"call":{"format":"generic","payload":{}}}';
const withId = (id: string, rest = '"call":{"format":"generic","payload":{}}') => `{"request_id":"${id}",${rest}}`;

/** Each item as its request id, or as what is wrong and where. */
function readAs(text: string): readonly string[] {
  return decodeBatchText(text).map((item: BatchItem) => {
    if ("request" in item) return `ok ${item.request.request_id}`;
    return `${item.error.code} ${item.error.violations[0]?.pointer ?? ""} ${item.request_id}`.trim();
  });
}

describe("one broken item spoils no other", () => {
  test.each([
    ["no JSON", '{"call":nonsense}', "invalid_argument /requests/1/call"],
    ["a key twice", '{"session":"a","session":"b"}', "invalid_argument /requests/1/session"],
    ["too deep", `{"context":${'{"a":'.repeat(70)}1${"}".repeat(70)}}`, "invalid_argument /requests/1/context"],
    ["a number that a double rounds", '{"context":{"n":9007199254740993}}', "invalid_argument /requests/1/context/n"],
    ["an unknown field", withId("x", '"nonsense":1'), "invalid_argument /requests/1/nonsense x"],
    ["no object", "[]", "invalid_argument /requests/1"],
    [
      "over the size of one request",
      `{"context":{"s":"${"y".repeat(MAX_REQUEST_BYTES)}"}}`,
      "payload_too_large /requests/1",
    ],
  ])("%s", (_, broken, expected) => {
    const [first, second, third] = readAs(`{"requests":[${withId("a")}, ${broken} ,${withId("c")}]}`);
    expect([first, third]).toEqual(["ok a", "ok c"]);
    // Too deep is named at its depth.
    expect(second?.slice(0, expected.length)).toBe(expected);
  });

  test("the second of two with one id is wrong, the first is not; without id they are no two", () => {
    expect(readAs(`{"requests":[${withId("a")},${withId("a")},${GOOD},${GOOD}]}`)).toEqual([
      "ok a",
      "invalid_argument /requests/1/request_id a",
      "ok ",
      "ok ",
    ]);
  });

  test("braces and commas in strings end nothing", () => {
    const tricky = withId('a}],{\\"', '"call":{"format":"generic","payload":{"s":"]}\\\\"}}');
    expect(readAs(`{"requests":[${tricky},${GOOD}]}`)).toEqual(['ok a}],{"', "ok "]);
  });
});

describe("what is no batch is an error as a whole", () => {
  test.each([
    ["not JSON", "nonsense", ""],
    ["another shape", "[]", ""],
    ["no requests", "{}", "/requests"],
    ["requests that are none", '{"requests":5}', "/requests"],
    ["something beside them", `{"requests":[${GOOD}],"more":1}`, "/more"],
    ["something behind it", `{"requests":[${GOOD}]} x`, ""],
    ["too many", `{"requests":[${Array.from({ length: MAX_BATCH_ITEMS + 1 }, () => GOOD).join()}]}`, "/requests"],
  ])("%s", (_, text, pointer) => {
    let error: unknown;
    try {
      decodeBatchText(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(WritError);
    expect((error as WritError).violations[0]?.pointer).toBe(pointer);
  });

  test("none at all is a batch of none", () => {
    expect(readAs('{"requests":[]}')).toEqual([]);
  });
});
