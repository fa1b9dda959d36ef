import { describe, expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { DEFAULT_PAGE_SIZE, DEFAULT_TIMEOUT_MS } from "../../../src/domain/limits.ts";
import { decodeDecisionRequest } from "../../../src/transports/native/decode.ts";
import { decodeListQuery } from "../../../src/transports/native/decode-list.ts";
import { decodeOutcome } from "../../../src/transports/native/decode-outcome.ts";
import { encodePageToken } from "../../../src/transports/native/page-token.ts";

const CALL = { format: "mcp", payload: {} };
const SECRET = "SECRET-4711";

/** The pointers of all that is wrong; the message never has a value. */
function pointersOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    expect(error.message).not.toContain(SECRET);
    return error.violations.map(({ pointer }) => pointer);
  }
}

describe("a request", () => {
  test("has defaults for what is not said", () => {
    expect(decodeDecisionRequest({ call: CALL })).toEqual({
      request_id: "",
      agent: {},
      session: "",
      call: { format: "mcp", server: "", payload: {} },
      observed: [],
      context: {},
      options: { dry_run: false, explain: false },
      timeout_ms: DEFAULT_TIMEOUT_MS,
    });
  });

  test.each<[JsonValue, readonly string[]]>([
    [[], [""]],
    ["text", [""]],
    [{}, ["/call"]],
    [{ call: CALL, action: {} }, ["/action"]],
    [{ call: CALL, session: 5 }, ["/session"]],
    [{ call: CALL, session: "a\nb" }, ["/session"]],
    [{ call: CALL, session: "x".repeat(257) }, ["/session"]],
    [{ call: CALL, request_id: "" }, ["/request_id"]],
    [{ call: { format: "mcp" } }, ["/call/payload"]],
    [{ call: { ...CALL, nonsense: SECRET } }, ["/call/nonsense"]],
    [{ call: CALL, agent: { token: SECRET, secret: 1 } }, ["/agent/secret"]],
    [{ call: CALL, intent: {} }, ["/intent"]],
    [{ call: CALL, intent: { token: SECRET, claims: {} } }, ["/intent"]],
    [{ call: CALL, observed: [{ source: SECRET, text: "a" }] }, ["/observed/0/source"]],
    [{ call: CALL, observed: [{ source: "user", text: "a\0" }] }, ["/observed/0/text"]],
    [{ call: CALL, observed: Array.from({ length: 257 }, () => ({ source: "user", text: "" })) }, ["/observed"]],
    [{ call: CALL, options: { dry_run: "yes" } }, ["/options/dry_run"]],
    [{ call: CALL, timeout_ms: 0 }, ["/timeout_ms"]],
    [{ call: CALL, timeout_ms: 60_001 }, ["/timeout_ms"]],
    [{ call: CALL, context: 1, session: 1 }, ["/session", "/context"]],
  ])("%j is wrong at %j", (value, expected) => {
    const pointers = pointersOf(() => decodeDecisionRequest(value));
    expect([...pointers].sort()).toEqual([...expected].sort());
  });
});

describe("an outcome", () => {
  test.each<[JsonObject, readonly string[]]>([
    [{ status: "succeeded" }, []],
    [{ status: "failed", duration_ms: 0, result_digest: `sha256:${"a".repeat(64)}`, values_seen: ["a"] }, []],
    [{}, ["/status"]],
    [{ status: "maybe" }, ["/status"]],
    [{ status: "failed", duration_ms: -1 }, ["/duration_ms"]],
    [{ status: "failed", result_digest: SECRET }, ["/result_digest"]],
    [{ status: "failed", result_excerpt: "x".repeat(4097) }, ["/result_excerpt"]],
    [{ status: "failed", values_seen: [""] }, ["/values_seen/0"]],
  ])("%j is wrong at %j", (value, expected) => {
    expect(pointersOf(() => decodeOutcome(value))).toEqual(expected);
  });
});

describe("a list", () => {
  test("is the newest of all when nothing is asked for", () => {
    expect(decodeListQuery({})).toEqual({ filter: {}, page: { size: DEFAULT_PAGE_SIZE } });
  });

  test("goes on where the page before ended", () => {
    const position = { at_ms: 1_795_232_683_123, id: "dec_01M7Y39N1VS2A2RCKW60BX89VF" };
    const { page } = decodeListQuery({ page_size: "7", page_token: encodePageToken(position) });
    expect(page).toEqual({ size: 7, after: position });
  });

  test.each<[JsonObject, readonly string[]]>([
    [{ from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00+02:00" }, []],
    [{ from: "yesterday" }, ["/from"]],
    [{ from: "2026-02-30T00:00:00Z" }, ["/from"]],
    [{ effect: SECRET }, ["/effect"]],
    [{ page_size: "501" }, ["/page_size"]],
    [{ page_token: SECRET }, ["/page_token"]],
    [{ nonsense: "1" }, ["/nonsense"]],
    [{ session: ["a", "b"] }, ["/session"]],
  ])("%j is wrong at %j", (query, expected) => {
    expect(pointersOf(() => decodeListQuery(query))).toEqual(expected);
  });
});
