import { create, toJson } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { CheckResponseSchema } from "../../../src/gen/envoy/service/auth/v3/external_auth_pb.ts";
import { writeResponse } from "../../../src/transports/ext-authz/wire.ts";
import { readResponse } from "./messages.ts";

// What is written by hand is what the library reads, to the last byte.

const LENGTHS = [0, 1, 127, 128, 2_047, 16_383, 16_384, 300_000];
const OVERWRITE = 2;

test.each(LENGTHS)("a denied response with a body of %i characters", (length) => {
  const body = "\u00e9".repeat(length);
  const bytes = writeResponse({
    denied: { code: 7, message: "because", http: 403, headers: [["x-a", "b".repeat(length)]], body },
    metadata: { reasons: ["because"] },
  });
  const read = readResponse(bytes);
  expect(read.$unknown).toBeUndefined();
  expect(toJson(CheckResponseSchema, read)).toEqual(
    toJson(
      CheckResponseSchema,
      create(CheckResponseSchema, {
        status: { code: 7, message: "because" },
        httpResponse: {
          case: "deniedResponse",
          value: {
            status: { code: 403 },
            headers: [{ header: { key: "x-a", value: "b".repeat(length) }, appendAction: OVERWRITE }],
            body,
          },
        },
        dynamicMetadata: { reasons: ["because"] },
      }),
    ),
  );
});

test("metadata of every kind", () => {
  const metadata = {
    text: "\u{1f600}\u00e9",
    numbers: [0, -1.5, 1e300],
    flags: [true, false],
    nothing: null,
    deep: { list: [[{ name: "x".repeat(200) }], []], empty: {} },
  };
  const read = readResponse(writeResponse({ ok: { headers: [], remove: ["a", "b"] }, metadata }));
  expect(read.dynamicMetadata).toEqual(metadata);
  expect(read.httpResponse).toMatchObject({ case: "okResponse", value: { headersToRemove: ["a", "b"] } });
  expect(read.status).toMatchObject({ code: 0, message: "" });
});
