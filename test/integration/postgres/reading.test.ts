import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../src/adapters/ids.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import type { DecisionRow } from "../../../src/domain/record.ts";
import type { DecisionFilter } from "../../../src/ports/record-store.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { AT_MS, decisionOf, openStore } from "../../support/records.ts";

const HOUR_MS = 3_600_000;
/** Eight at each of five moments: one in the default partition, two of them days apart. */
const TIMES = [AT_MS - 40 * 24 * HOUR_MS, AT_MS - 24 * HOUR_MS, AT_MS - 1, AT_MS, AT_MS + HOUR_MS];

const DECISIONS: readonly DecisionRow[] = TIMES.flatMap((at_ms, moment) =>
  Array.from({ length: 8 }, (_, n) =>
    decisionOf({
      at_ms,
      request_id: `r-${moment}-${n}`,
      agent: `agent:${n % 3}`,
      session: n % 2 === 0 ? "" : `s-${n}`,
      task: `tsk_${moment}`,
      effect: (["allow", "warn", "block"] as const)[n % 3]!,
      verb: n < 4 ? "file.read" : "message.send",
      tool: n < 4 ? "filesystem/read_text_file" : "slack/post",
      reason: n % 3 === 2 ? "no_rule_allows" : "",
    }),
  ),
);
const NEWEST_FIRST = DECISIONS.toSorted((a, b) => b.at_ms - a.at_ms || (a.id < b.id ? 1 : -1)).map(({ id }) => id);

let database: TestDatabase;
let store: PostgresStore;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

/** Opened in each test, as it is closed after it. */
async function filledStore(): Promise<PostgresStore> {
  store = await openStore(database.url);
  const [first] = DECISIONS;
  if ((await store.decisions.get("default", first!.id)) === undefined) {
    const other = DECISIONS.map((decision) => ({ ...decision, tenant: "other" }));
    await Promise.all([...DECISIONS, ...other].map((decision) => store.sink.append({ decision })));
  }
  return store;
}

async function idsOf(filter: DecisionFilter, size = 500): Promise<readonly string[]> {
  return (await store.decisions.list("default", filter, { size })).map(({ id }) => id);
}

describe("a list of decisions", () => {
  test.each([1, 3, 7, 8, 39, 40, 41])(
    "in pages of %i is complete, newest first, and without repetition",
    async (size) => {
      const { decisions } = await filledStore();
      const found: string[] = [];
      for (let last: DecisionRow | undefined, pages = 0; pages < 100; pages++) {
        const page = await decisions.list("default", {}, last === undefined ? { size } : { size, after: last });
        expect(page.length).toBeLessThanOrEqual(size);
        found.push(...page.map(({ id }) => id));
        last = page.at(-1);
        if (last === undefined) break;
      }
      expect(found).toEqual(NEWEST_FIRST);
    },
  );

  test("pages on while newer ones come in", async () => {
    const { decisions, sink } = await filledStore();
    const [, , last] = await decisions.list("default", { task: "tsk_4" }, { size: 3 });
    await sink.append({ decision: decisionOf({ at_ms: AT_MS + 2 * HOUR_MS, task: "tsk_4", tenant: "default" }) });
    const rest = await decisions.list("default", { task: "tsk_4" }, { size: 500, after: last! });
    expect(rest.map(({ id }) => id)).toEqual(NEWEST_FIRST.slice(3, 8));
  });

  test.each<[DecisionFilter, (row: DecisionRow) => boolean]>([
    [{ agent: "agent:1" }, ({ agent }) => agent === "agent:1"],
    [{ session: "s-3" }, ({ session }) => session === "s-3"],
    [{ task: "tsk_2" }, ({ task }) => task === "tsk_2"],
    [{ effect: "warn" }, ({ effect }) => effect === "warn"],
    [{ verb: "message.send" }, ({ verb }) => verb === "message.send"],
    [{ tool: "slack/post" }, ({ tool }) => tool === "slack/post"],
    [{ reason: "no_rule_allows" }, ({ reason }) => reason === "no_rule_allows"],
    [{ request_id: "r-1-5" }, ({ request_id }) => request_id === "r-1-5"],
    [{ from_ms: AT_MS - 1, to_ms: AT_MS + HOUR_MS + 1 }, ({ at_ms }) => at_ms >= AT_MS - 1],
    [{ to_ms: AT_MS }, ({ at_ms }) => at_ms < AT_MS],
    [{ from_ms: AT_MS, to_ms: AT_MS }, () => false],
    [
      { verb: "file.read", effect: "block", from_ms: AT_MS, to_ms: AT_MS + 1 },
      (row) => row.verb === "file.read" && row.effect === "block" && row.at_ms === AT_MS,
    ],
    [{ agent: "agent:' or true --" }, () => false],
    [{ agent: "agent:_" }, () => false],
  ])("by %o", async (filter, fits) => {
    await filledStore();
    const want = new Set(DECISIONS.filter(fits).map(({ id }) => id));
    expect(await idsOf(filter)).toEqual(NEWEST_FIRST.filter((id) => want.has(id)));
  });

  test("of a tenant has none of another's", async () => {
    const { decisions } = await filledStore();
    expect(await decisions.list("nobody", {}, { size: 500 })).toEqual([]);
    const tenants = (await decisions.list("other", {}, { size: 500 })).map(({ tenant }) => tenant);
    expect(tenants).toEqual(DECISIONS.map(() => "other"));
  });
});

describe("one decision", () => {
  test("is found by its id, in whatever partition", async () => {
    const { decisions } = await filledStore();
    for (const row of DECISIONS) expect(await decisions.get("default", row.id)).toMatchObject(row);
  });

  test.each([
    ["an id that nobody has", newId("dec", AT_MS)],
    ["no id", ""],
    ["something else", "dec_; drop table writ.decisions"],
    ["U+0000", "dec_\u0000"],
    ["a time that no clock has reached", `dec_7${"Z".repeat(25)}`],
  ])("is not there by %s", async (_, id) => {
    const { decisions } = await filledStore();
    expect(await decisions.get("default", id)).toBeUndefined();
  });

  test("of another tenant is not there", async () => {
    const { decisions, sink } = await filledStore();
    const decision = decisionOf({ tenant: "secret" });
    await sink.append({ decision });
    expect(await decisions.get("default", decision.id)).toBeUndefined();
  });
});
