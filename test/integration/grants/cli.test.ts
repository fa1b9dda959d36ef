import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { ask } from "../../support/grant-service.ts";
import { comment } from "../../support/requests.ts";
import { sharedService } from "../../support/shared-service.ts";

const MAIN = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));
const run = promisify(execFile);

let writ: RunningWrit;
beforeAll(async () => {
  writ = await sharedService({ WRIT_WORKERS: "1" });
});
afterAll(() => writ?.stop());

const grants = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, [MAIN, "grants", ...args, "--url", writ.http])).stdout;

test("writ grants lists, shows and ends them", async () => {
  const { grant } = (await ask(writ.http, "/v1/decisions", comment())).body as { grant: { id: string; token: string } };
  expect(await grants("list", "--state", "alive")).toMatch(new RegExp(`${grant.id} +alive +broker +vault +agent:test`));
  await ask(writ.http, `/v1/grants/${grant.id}:redeem`, { token: grant.token, secret_ref: "kv/data/github" });
  const shown = await grants("show", grant.id);
  for (const text of ["used", "user:alice", "kv/data/github", "loopback"]) expect(shown).toContain(text);
  expect(await grants("revoke", grant.id)).toBe(`revoked: ${grant.id}\n`);
  expect(await grants("revoke", grant.id)).toBe(`was not alive: ${grant.id}\n`);
  expect(JSON.parse(await grants("show", grant.id, "--json"))).toMatchObject({ state: "revoked" });
  expect(await grants("legacy")).toMatch(/^no grants of long-lived keys since /);
  await expect(grants("show", "grt_0")).rejects.toMatchObject({
    stderr: expect.stringContaining("no grant with this id"),
  });
});

test.each(["grants list", "keys list", "events list", "agents list", "intents list", "bundle list"])(
  "writ %s asks as whom --token-file says, whoever the environment says",
  async (command) => {
    const dir = mkdtempSync(join(tmpdir(), "writ-cli-"));
    try {
      const file = join(dir, "secret");
      writeFileSync(file, "nobody\n");
      const asked = run(process.execPath, [MAIN, ...command.split(" "), "--url", writ.http, "--token-file", file]);
      await expect(asked).rejects.toMatchObject({ stderr: expect.stringContaining("no known caller's") });
      const none = [MAIN, ...command.split(" "), "--url", writ.http, "--token-file", join(dir, "none")];
      await expect(run(process.execPath, none)).rejects.toMatchObject({ stderr: expect.stringContaining("ENOENT") });
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
);
