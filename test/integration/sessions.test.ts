import { expect, test } from "vitest";
import type { Json } from "../../tools/grpc-client.ts";
import { comment } from "../support/requests.ts";
import { dataDir, post, serviceFor } from "../support/writ.ts";

const CALLS = 60;

test("calls of one session that come at once, to several workers, are counted one by one", async () => {
  const writ = await serviceFor({ dataDir: dataDir(), env: { WRIT_WORKERS: "3" } });
  const asked = Array.from({ length: CALLS }, () => post(writ.http, "/v1/decisions", comment({ session: "busy" })));
  const effects = (await Promise.all(asked)).map(({ body }) => body["effect"]);
  const page = (await (await fetch(`${writ.http}/v1/decisions?session=busy&page_size=500`)).json()) as Json;
  const rows = page["decisions"] as readonly { decision: { effect: string }; input: { session: { calls: number } } }[];
  expect(rows).toHaveLength(CALLS);
  const seen = rows.filter(({ decision }) => decision.effect === "allow").map(({ input }) => input.session.calls);
  // What was allowed saw 0, 1, 2 … calls before it, each number once: no two passed on the same state.
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: seen.length }, (_, at) => at));
  // What was always overtaken was blocked, and said so.
  const blocked = rows.filter(({ decision }) => decision.effect === "block");
  expect(seen.length + blocked.length).toBe(CALLS);
  expect(effects.filter((effect) => effect === "allow")).toHaveLength(seen.length);
  expect(seen.length).toBeGreaterThan(CALLS / 2);
});
