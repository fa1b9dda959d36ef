import { hash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { guardFrom } from "../../../examples/gateways/frameworks/guard.ts";
import { type Guard, type ToolCall, WritBlocked, WritUnavailable } from "../../../packages/client/src/index.ts";
import { killTree } from "../../support/kill.ts";
import { dataDir, serviceFor } from "../../support/writ.ts";

// A guarded call while the built service is well, paused, killed, or does not know the caller.

const ISSUE = { owner: "acme", repo: "shop", issue_number: 1 };
const CALL: ToolCall = {
  format: "generic",
  server: "github",
  payload: { name: "get_issue", arguments: ISSUE },
};

/** Long enough for a decision on a slow machine. */
const PATIENCE_MS = "60000";

async function came(guard: Guard): Promise<{ readonly ran: number; readonly result: unknown }> {
  let ran = 0;
  const run = () => {
    ran += 1;
    return "ran";
  };
  const result = await guard(CALL, run).catch((error: unknown) => {
    if (error instanceof WritUnavailable)
      return [error.code, error.problem].filter((part) => part !== undefined).join(" ");
    return error instanceof WritBlocked ? "blocked" : error;
  });
  return { ran, result };
}

test("paused, and killed: nothing runs", async () => {
  const writ = await serviceFor({ dataDir: dataDir(), detached: true });
  const guard = guardFrom({ WRIT_URL: writ.http, WRIT_TIMEOUT_MS: PATIENCE_MS });
  const hurried = guardFrom({ WRIT_URL: writ.http, WRIT_TIMEOUT_MS: "500" });
  expect(await came(guard)).toEqual({ ran: 1, result: "ran" });
  process.kill(-(writ.process.pid as number), "SIGSTOP");
  try {
    expect(await came(hurried)).toEqual({ ran: 0, result: "timeout" });
  } finally {
    process.kill(-(writ.process.pid as number), "SIGCONT");
  }
  expect(await came(guard)).toEqual({ ran: 1, result: "ran" });
  await killTree(writ.process, true);
  expect(await came(guard)).toEqual({ ran: 0, result: "unreachable" });
});

test("only a caller that is known is answered", async () => {
  const dir = dataDir();
  const secret = "the-secret-of-the-application";
  const config = join(dir, "writ.yaml");
  const callers = { application: { roles: ["decide"], token_sha256: hash("sha256", secret) } };
  writeFileSync(config, JSON.stringify({ callers }));
  const env = { WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64") };
  const writ = await serviceFor({ dataDir: dir, production: true, args: ["--config", config], env });
  const asking = (token: object) => came(guardFrom({ WRIT_URL: writ.http, WRIT_TIMEOUT_MS: PATIENCE_MS, ...token }));
  expect(await asking({})).toEqual({ ran: 0, result: "refused unauthenticated" });
  expect(await asking({ WRIT_CALLER_TOKEN: "another" })).toEqual({ ran: 0, result: "refused unauthenticated" });
  // Known, but not one that may vouch for an agent: that is judged, and blocked.
  expect(await asking({ WRIT_CALLER_TOKEN: secret })).toEqual({ ran: 0, result: "blocked" });
  expect(writ.output()).not.toContain(secret);
});
