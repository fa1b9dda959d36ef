import { describe, expect, test } from "vitest";
import { believedCaller } from "../../../src/admit/admit.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { AUTHZEN_DEFAULTS } from "../../../src/domain/protocols.ts";
import type { DecisionRequest } from "../../../src/domain/request.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { readCandidates } from "../../../src/transports/authzen/candidates.ts";
import type { Asking } from "../../../src/transports/authzen/evaluate.ts";
import { MAX_JUDGED } from "../../../src/transports/authzen/page.ts";
import { search } from "../../../src/transports/authzen/search.ts";

const QUESTION: JsonObject = {
  subject: { type: "user" },
  action: { name: "read" },
  resource: { type: "record", id: "1" },
};

interface Page {
  readonly results: readonly { readonly id: string }[];
  readonly page?: { readonly next_token: string; readonly count: number };
}

/** Everybody whose number is even may. */
function asking(candidates: JsonValue | undefined): Asking & { readonly judged: DecisionRequest[] } {
  const judged: DecisionRequest[] = [];
  const service = {
    document: () => candidates,
    decide: async (request: DecisionRequest) => {
      judged.push(request);
      const even = Number(request.agent.id?.split(":")[1]) % 2 === 0;
      return { effect: even ? "allow" : "block", reasons: [], obligations: [] };
    },
  } as unknown as Service;
  const admission = { ...believedCaller("authzen"), tenant: "default", now_ms: 0 };
  const asker = { admission, token: "", intent: "", session: "", request_id: "" };
  return { service, asker, settings: AUTHZEN_DEFAULTS, access_request_endpoint: "", judged };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const page = async (asked: Asking, more: JsonObject = {}) =>
  (await search(asked, "subject", { ...QUESTION, ...more })) as Page;

describe("pages", () => {
  test.each([1, 3, 7, 100])("of %d lead to everybody once, and each costs no more than its bound", async (limit) => {
    const asked = asking(numbers(450));
    const found: string[] = [];
    let token = "";
    do {
      const before = asked.judged.length;
      const { results, page: next } = await page(asked, { page: token === "" ? { limit } : { limit, token } });
      expect(results.length).toBeLessThanOrEqual(limit);
      expect(asked.judged.length - before).toBeLessThanOrEqual(MAX_JUDGED);
      found.push(...results.map(({ id }) => id));
      token = next?.next_token ?? "";
    } while (token !== "");
    expect(found).toEqual(numbers(450).filter((id) => Number(id) % 2 === 0));
    expect(asked.judged).toHaveLength(450);
    expect(asked.judged.every(({ options }) => options.dry_run)).toBe(true);
  });

  test("more than one request may cost are a page, whether it was asked for or not", async () => {
    expect(await page(asking(numbers(MAX_JUDGED)))).not.toHaveProperty("page");
    expect((await page(asking(numbers(MAX_JUDGED + 1)))).page).toMatchObject({
      next_token: expect.stringMatching(/./),
    });
  });

  test.each<[string, (token: string) => string]>([
    ["that is none", () => "x"],
    ["of another list", () => Buffer.from('["x","1"]').toString("base64url")],
    [
      "that was changed",
      (token) => Buffer.from(Buffer.from(token, "base64url").toString().replace('"0"', '"9999"')).toString("base64url"),
    ],
  ])("a token %s is refused", async (_, change) => {
    const asked = asking(numbers(10));
    const token = (await page(asked, { page: { limit: 1 } })).page?.next_token ?? "";
    await expect(page(asked, { page: { token: change(token) } })).rejects.toThrow("/page/token");
  });
});

describe("candidates", () => {
  test("are texts, or have properties, which policies see", async () => {
    const asked = asking(["2", { id: "4", properties: { role: "admin" } }]);
    expect(await page(asked)).toEqual({
      results: [
        { type: "user", id: "2" },
        { type: "user", id: "4" },
      ],
    });
    const seen = asked.judged.map(({ action = {} }) => (action["arguments"] as JsonObject)["subject"]);
    expect(seen).toEqual([
      { type: "user", id: "2" },
      { type: "user", id: "4", properties: { role: "admin" } },
    ]);
  });

  test("what a request says of an id or of properties that it searches for is not asked about", async () => {
    const asked = asking(["2"]);
    await page(asked, { subject: { type: "user", id: "0", properties: { role: "admin" } } });
    expect(asked.judged.map(({ agent }) => agent)).toEqual([{ id: "user:2" }]);
  });

  test.each<[string, JsonValue]>([
    ["no list", { alice: {} }],
    ["a number", [1]],
    ["an id twice", ["a", { id: "a" }]],
    ["an unknown field", [{ id: "a", role: "admin" }]],
    ["too many", Array.from({ length: 10_001 }, (_, index) => String(index))],
  ])("a list with %s is no empty list", (_, list) => {
    expect(() => readCandidates(list, "data.authzen.subjects.user")).toThrow(
      expect.objectContaining({ code: "internal", message: expect.stringContaining("data.authzen.subjects.user") }),
    );
  });

  test("an error about one of them is no result without it", async () => {
    const asked = asking(["2", "x".repeat(300)]);
    await expect(page(asked)).rejects.toThrow("/subject/id");
  });
});
