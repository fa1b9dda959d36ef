import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { connectTo, decisionOf, grantOf, openStore, sessionEntry } from "../../support/records.ts";

const DOCUMENT = readFileSync(new URL("../../../docs/records.md", import.meta.url), "utf8");
const QUESTIONS = /^## Questions\n.*?^```sql\n(.*?)^```$/ms.exec(DOCUMENT)?.[1] ?? "";

let database: TestDatabase;
let url: string;
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  await prepareDatabase(url, Date.now());
});
afterAll(() => database.drop());

/** Five calls: one with an outcome, a granted one in a session, one that is blocked, a dry run, one of long ago. */
async function fill({ sink, outcomes }: PostgresStore): Promise<void> {
  const now = Date.now();
  const input = JSON.stringify({ action: { resource: { uri: "file:///ü" } }, arguments: { path: "/ü" } });
  const reported = decisionOf({ at_ms: now, input });
  const blocked = { effect: "block", reason: "no_rule_allows", answer: '{"reasons":[{"message":"no rule"}]}' } as const;
  await sink.append({ decision: reported });
  const granted = decisionOf({ at_ms: now, session: "s-42", input, agent: "a\tü€😀" });
  const grant = grantOf(granted, { expires_at_ms: now + 60_000 });
  await sink.append({ ...sessionEntry("s-42", 0), decision: granted, grant });
  await sink.append({ decision: decisionOf({ at_ms: now, ...blocked }) });
  await sink.append({ decision: decisionOf({ at_ms: now, dry_run: true }) });
  await sink.append({ decision: decisionOf({ at_ms: Date.parse("2026-01-01T12:00:00Z") }) });
  const outcome = {
    tenant: "default",
    decision_id: reported.id,
    at_ms: now,
    status: "succeeded",
    detail: "{}",
  } as const;
  await outcomes.report({ ...outcome, duration_ms: 12 });
}

test("every query of docs/records.md runs and finds what it says", async () => {
  const store = await openStore(url);
  await fill(store);
  const client = await connectTo(url);
  const statements = QUESTIONS.split(/;\n/).filter((text) => text.trim() !== "");
  const counts: (number | null)[] = [];
  for (const statement of statements) counts.push((await client.query(statement)).rowCount);
  expect(counts).toEqual([1, 2, 1, 1, 1, 1]);
  const blocked = await client.query(statements[0]!);
  expect(blocked.rows).toMatchObject([{ reason: "no_rule_allows", message: "no rule" }]);
});
