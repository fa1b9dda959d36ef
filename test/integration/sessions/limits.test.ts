import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { writ as policy, project } from "../../support/policy-cli.ts";
import { connectTo } from "../../support/records.ts";
import { dataDir, post } from "../../support/writ.ts";

/** The rule of the page for authors, as it stands there. */
const [, AGENT_LIMITS = ""] =
  /```rego\n(package policy\.agent_limits\n[\s\S]*?)```/.exec(readFileSync("docs/sessions.md", "utf8")) ?? [];

const OTHER_LIMITS = `package policy.other_limits

import data.writ.limits

block contains {"code": "updates_a_session"} if limits.calls(input.session.windows.day, "ticket.write") > 5

block contains {"code": "creations_a_task"} if {
	input.action.verb == "record.create"
	limits.calls(limits.task.total, "record.create") > 4
}
`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** Three services of their own before one database, with the limits above in their policy. */
async function replicas(): Promise<readonly RunningWrit[]> {
  const dir = project({
    "policy/agent_limits/agent_limits.rego": AGENT_LIMITS,
    "policy/other_limits/other_limits.rego": OTHER_LIMITS,
  });
  const bundle = join(dir, "bundle");
  const built = await policy(["build", dir, "--output", bundle]);
  expect(built).toMatchObject({ code: 0 });
  const key = Buffer.alloc(32, 7).toString("base64");
  const env = {
    DATABASE_URL: database.url,
    WRIT_BUNDLE_PATH: bundle,
    WRIT_WORKERS: "2",
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: key,
  };
  const services = await Promise.all([0, 1, 2].map(() => startWrit({ dataDir: dataDir(), env, detached: true })));
  onTestFinished(async () => {
    await Promise.all(services.map((service) => service.stop()));
  });
  return services;
}

interface Asked {
  readonly agent: string;
  readonly session: string;
  readonly verb: string;
  readonly amount?: string;
}

function requestOf({ agent, session, verb, amount }: Asked) {
  const allows = ["payment.refund", "ticket.write", "record.create"].map((verb) => ({ verb }));
  return {
    agent: { id: agent },
    intent: { claims: { task: `tsk_${agent}`, purpose: "refunds", on_behalf_of: "user:alice", allows } },
    session,
    action: {
      verb,
      resource: { type: "order", uri: "order:123" },
      ...(amount === undefined ? {} : { amount: { value: amount, currency: "EUR" } }),
    },
  };
}

/** What each limit is asked for, and how many of them may go on. */
const LIMITS: readonly (Asked & { readonly each: boolean; readonly go: number; readonly code: string })[] = [
  { agent: "agent:often", session: "often", verb: "payment.refund", amount: "1.00", each: true, go: 3, code: "refunds_a_day" },
  { agent: "agent:much", session: "much", verb: "payment.refund", amount: "70.00", each: true, go: 2, code: "eur_a_day" },
  { agent: "agent:session", session: "one", verb: "ticket.write", each: false, go: 5, code: "updates_a_session" },
  { agent: "agent:task", session: "task", verb: "record.create", each: true, go: 4, code: "creations_a_task" },
]; // biome-ignore format: a table

test("limits of agents, tasks and sessions hold on three replicas, one of which is killed meanwhile", async () => {
  const services = await replicas();
  const asked = LIMITS.flatMap(({ each, ...limit }) =>
    Array.from({ length: 15 }, (_, n) => ({ ...limit, session: each ? `${limit.session}-${n}` : limit.session, n })),
  );
  let answered = 0;
  const answers = await Promise.all(
    asked.map(async ({ n, ...limit }) => {
      const ask = async (at: number): Promise<Record<string, unknown>> => {
        const service = services[at % services.length] as RunningWrit;
        const answer = await post(service.http, "/v1/decisions", requestOf(limit)).catch(() => undefined);
        // Its connection is gone, and with it what it knew: another one is asked.
        if (answer === undefined) return ask(at + 1);
        answered += 1;
        if (answered === 10) process.kill(-Number(services[1]?.process.pid), "SIGKILL");
        return answer.body;
      };
      return { ...limit, answer: await ask(n) };
    }),
  );
  const sql = await connectTo(database.url);
  for (const { agent, go, code } of LIMITS) {
    const { rows } = await sql.query(
      "select count(*)::int as n from writ.decisions where agent = $1 and effect <> 'block'",
      [agent],
    );
    const mine = answers.filter((answer) => answer.agent === agent).map(({ answer }) => answer);
    // One that was killed may have recorded a yes that nobody heard.
    expect(mine.filter(({ effect }) => effect !== "block").length).toBeLessThanOrEqual(go);
    const reasons = mine.flatMap(({ reasons }) =>
      (reasons as readonly { readonly code: string }[]).map((one) => one.code),
    );
    expect({ agent, recorded: rows[0].n, reasons }).toEqual({
      agent,
      recorded: go,
      reasons: expect.arrayContaining([code]),
    });
  }
});
