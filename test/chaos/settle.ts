import pg from "pg";
import { onRecords } from "../support/record-cli.ts";
import type { Ledger } from "./ledger.ts";
import { SESSION_LIMIT } from "./policies.ts";

/** What the database has of what was answered. @returns lines for people; what is wrong goes into the ledger */
export async function settle(url: string, ledger: Ledger): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string; effect: string; request: string }>(
      "select tenant || ' ' || id as key, effect, tenant || ' ' || request_id as request from writ.decisions",
    );
    const byKey = Map.groupBy(rows, ({ key }) => key);
    for (const { tenant, id, effect } of ledger.decided) {
      const found = byKey.get(`${tenant} ${id}`) ?? [];
      if (found.length !== 1) ledger.violation(`decision ${id} of ${tenant} is on record ${found.length} times`);
      else if (found[0]?.effect !== effect)
        ledger.violation(`decision ${id} was answered ${effect}, recorded ${found[0]?.effect}`);
    }
    await none(client, ledger, "written more than once", REPEATED);
    await none(client, ledger, "an approval was used more than once", APPROVALS);
    await none(client, ledger, "a single-use grant was taken more than once", TAKEN_TWICE);
    await none(client, ledger, "a session went on beyond its limit", BEYOND);
    const taken = await client.query<{ key: string }>("select tenant || ' ' || grant_id as key from writ.redemptions");
    const keys = new Set(taken.rows.map(({ key }) => key));
    for (const { tenant, id } of ledger.redeemed) {
      if (!keys.has(`${tenant} ${id}`)) ledger.violation(`grant ${id} of ${tenant} was taken, and no row says so`);
    }
    const audit = await verified(url, ledger);
    return [
      `${rows.length} decisions on record, ${ledger.decided.length} of them answered: each once, as answered`,
      `${taken.rows.length} grants taken, ${ledger.redeemed.length} of them answered`,
      `writ audit verify: ${audit}`,
    ];
  } finally {
    await client.end();
  }
}

/** Each call has an id of its own, unless it is the flood's. */
const REPEATED = `select tenant || ' ' || request_id as what, count(*)::int as count from writ.decisions
  where caller <> 'flood' group by 1 having count(*) > 1`;
const APPROVALS = `select tenant || ' ' || (answer->'approval'->>'id') as what, count(*)::int as count from writ.decisions
  where effect = 'allow' and answer->'approval'->>'id' is not null group by 1 having count(*) > 1`;
const TAKEN_TWICE = `select tenant || ' ' || grant_id as what, count(*)::int as count from writ.redemptions
  group by 1 having count(*) > 1`;
const BEYOND = `select tenant || ' ' || session as what, count(*)::int as count from writ.decisions
  where effect = 'allow' and reason like '%within%' group by 1 having count(*) > ${SESSION_LIMIT}`;

async function none(client: pg.Client, ledger: Ledger, what: string, statement: string): Promise<void> {
  const { rows } = await client.query<{ what: string; count: number }>(statement);
  for (const row of rows) ledger.violation(`${what}: ${row.what} (${row.count} times)`);
}

async function verified(url: string, ledger: Ledger): Promise<string> {
  const { code, stdout, stderr } = await onRecords(url, "audit", "verify");
  if (code !== 0) ledger.violation(`writ audit verify ended with ${code}: ${stdout}${stderr}`);
  return code === 0 ? (stdout.trim().split("\n").at(-1) ?? "") : `exit ${code}`;
}
