import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import type { PostgresStore } from "../../../src/adapters/postgres/store.ts";
import { newSession } from "../../../src/domain/session-state.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { brokerOf, type GrantWorld, grantWorld, type Issued, outcomeOf } from "../../support/grants.ts";
import { AT_MS, connectTo, openStore, sessionEntry } from "../../support/records.ts";
import { INTENT, identityOf } from "../../support/values.ts";

const ROUNDS = 25;
/** Within which all that happens in a round begins. */
const SPREAD_MS = 60;

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await prepareDatabase(database.url, AT_MS);
});
afterAll(() => database.drop());

interface Replica extends GrantWorld {
  readonly store: PostgresStore;
}

async function replica(): Promise<Replica> {
  const store = await openStore(database.url);
  return { store, ...(await grantWorld(store)) };
}

/** Grants of one task, agent and intent, in one session: all that ends any of them ends all. */
async function bundle({ store, issue }: Replica, round: number): Promise<readonly Issued[]> {
  const session = newSession(`s-${round}`, `tsk_${round}`);
  await store.sink.append(sessionEntry(session.id, 0, { task: `tsk_${round}` }));
  const known = identityOf({ ...INTENT, id: `int_${round}`, task: `tsk_${round}` });
  const identity = { ...known, agent: { ...known.agent, id: `agent:${round}` } };
  return Promise.all(Array.from({ length: 12 }, () => issue({ identity, session })));
}

/** All that ends grants, each from whichever replica. */
function endings(round: number, grants: readonly Issued[], any: () => Replica): readonly (() => Promise<unknown>)[] {
  const note = { by: "ops", reason: "", at_ms: AT_MS };
  return [
    () => any().store.tasks.complete("default", `tsk_${round}`, AT_MS),
    () => any().store.agents.order("default", `agent:${round}`, "suspended", note),
    () => {
      const { decision, ...entry } = sessionEntry(`s-${round}`, 1, { epoch: 1 });
      if (entry.session === undefined) throw new Error("an entry without its session");
      return any().store.sink.append({ decision, session: { ...entry.session, revokes: true } });
    },
    ...grants.slice(0, 6).map(
      ({ row }) =>
        () =>
          any().store.outcomes.report({
            tenant: "default",
            decision_id: row.decision_id,
            at_ms: AT_MS,
            status: "failed",
            detail: "{}",
          }),
    ),
    ...grants.slice(6, 9).map(
      ({ id }) =>
        () =>
          any().commands.revoke(id, brokerOf()),
    ),
  ];
}

test(`whatever ends grants and takes them at once, ${ROUNDS} times: none is taken twice or after its end, and nobody waits for each other`, async () => {
  const replicas = [await replica(), await replica()] as const;
  const any = () => replicas[Math.random() < 0.5 ? 0 : 1];
  const late: unknown[] = [];
  const failed: unknown[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const grants = await bundle(any(), round);
    let ended = false;
    const takes = grants
      .flatMap((grant) => [grant, grant])
      .map(({ id, token }) => async () => {
        const after = ended;
        const came = await outcomeOf(any().commands.redeem({ grant_id: id, token }, brokerOf()));
        if (came instanceof Error) failed.push(came);
        if (after && came === "redeemed") late.push(id);
      });
    const ends = endings(round, grants, any).map((end, index) => async () => {
      await end().catch((error: unknown) => failed.push(error));
      // The first is a completed task, which ends all of them.
      if (index === 0) ended = true;
    });
    await Promise.all([...takes, ...ends].map((work) => sleep(Math.random() * SPREAD_MS).then(work)));
    for (const { id, token } of grants) {
      expect(await outcomeOf(any().commands.redeem({ grant_id: id, token }, brokerOf()))).not.toBe("redeemed");
    }
  }
  expect({ failed, late }).toEqual({ failed: [], late: [] });
  // A connection that ends has told PostgreSQL of every deadlock that it met; the transaction was tried again.
  await Promise.all(replicas.map(({ store }) => store.close()));
  const sql = await connectTo(database.url);
  const { rows } = await sql.query(
    "select max(n)::int as most from (select count(*) as n from writ.redemptions group by grant_id) t",
  );
  expect(rows).toEqual([{ most: 1 }]);
  const met = await sql.query("select deadlocks::int from pg_stat_database where datname = current_database()");
  expect(met.rows).toEqual([{ deadlocks: 0 }]);
}, 120_000);
