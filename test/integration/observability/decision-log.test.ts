import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { createDecisionLog } from "../../../src/adapters/observability/decision-log.ts";
import { createDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { readFile } from "../../support/requests.ts";
import { dataDir, post, serviceFor } from "../../support/writ.ts";

/** In the arguments, the request's id, the agent's name and the name of a tool that nobody knows. */
const CANARY = "canary-4mJ2";

test.each([
  { settings: {}, logged: ["block"] },
  { settings: { WRIT_LOG_DECISIONS: "all" }, logged: ["allow", "block"] },
])(
  "the log names each decision that it is to name, and nothing of its request: $logged",
  async ({ settings, logged }) => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    const env = { DATABASE_URL: database.url, WRIT_WORKERS: "1", ...settings };
    const writ = await serviceFor({ dataDir: dataDir(), env });
    const unknown = {
      request_id: CANARY,
      agent: { id: `agent:${CANARY}` },
      call: { format: "mcp", server: CANARY, payload: { name: CANARY, arguments: { to: CANARY } } },
    };
    const answers = [
      (await post(writ.http, "/v1/decisions", readFile())).body,
      (await post(writ.http, "/v1/decisions", unknown)).body,
    ];
    expect(answers.map((answer) => answer["effect"])).toEqual(["allow", "block"]);
    expect(await writ.stop()).toBe(0);
    const wanted = answers.filter((answer) => logged.includes(String(answer["effect"])));
    const lines = () =>
      writ
        .output()
        .split("\n")
        .filter((line) => line.includes('"event":"decision"'))
        .map((line) => JSON.parse(line) as object);
    // What was written before the end may be read after it.
    await eventually(async () => (lines().length >= wanted.length ? true : undefined), "the lines are there");
    const about = { tenant: "default", caller: "loopback", protocol: "http", recorded: "committed" };
    const named = wanted.map(({ decision_id, effect }) => expect.objectContaining({ ...about, decision_id, effect }));
    expect(lines()).toEqual(named);
    expect(writ.output()).not.toContain(CANARY);
  },
);

const DECISION = { decision_id: "dec_1", effect: "block", reasons: [], action: {}, recorded: "committed" };
const LOGS = {
  "decision-log": `createDecisionLog("info", "all")(${JSON.stringify(DECISION)}, { tenant: "default", caller: {} }, 1)`,
  logger: `createLogger("info").info("event")`,
};

// Linux's file to which nothing can be written stands for a log on a full disk.
test.runIf(process.platform === "linux").each(
  Object.entries(LOGS).flatMap(([module, log]) => [
    { module, log, where: "on a full disk" },
    { module, log, where: "that nobody reads" },
  ]),
)("a log $where ends no process: $module", async ({ module, log, where }) => {
  const script = `
    const { createLogger, createDecisionLog } = await import("./src/adapters/observability/${module}.ts");
    await new Promise((resolve) => process.stdin.once("end", resolve).resume());
    for (let line = 0; line < 3; line += 1) {
      ${log};
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    console.log("goes on");`;
  const full = openSync("/dev/full", "w");
  onTestFinished(() => closeSync(full));
  const stderr = where === "on a full disk" ? full : "pipe";
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["pipe", "pipe", stderr] });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stderr?.destroy();
  child.stdin?.end();
  const [said, [code]] = await Promise.all([child.stdout === null ? "" : text(child.stdout), once(child, "exit")]);
  expect({ said, code }).toEqual({ said: "goes on\n", code: 0 });
});

test.each([
  ["info", "none"],
  ["warn", "all"],
] as const)("nothing is made where nothing would be logged: %s, %s", (level, which) => {
  expect(createDecisionLog(level, which)).toBeUndefined();
});
