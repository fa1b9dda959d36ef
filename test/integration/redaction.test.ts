import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataDir, post, serviceFor } from "../support/writ.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "Z7Q3", "X5T9", "M2W8", "K4V6"].join("");
const PASSWORD = ["hunter2", "Kp9", "xQ"].join("!");

/** Every byte that the database and the service have written. */
function holds(folder: string, secret: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(secret));
}

test("no secret of a call, its context or its outcome reaches the disk or is read back", async () => {
  const dir = dataDir();
  const writ = await serviceFor({ dataDir: dir, env: { WRIT_WORKERS: "1" } });
  const { body } = await post(writ.http, "/v1/decisions", {
    agent: { id: "agent:clerk" },
    intent: { claims: { allows: [{ verb: "file.write" }] } },
    call: {
      format: "mcp",
      server: "filesystem",
      payload: { name: "write_file", arguments: { path: "/repo/notes", content: `the key is ${KEY}` } },
    },
    context: { prompt_excerpt: `use ${KEY}`, login: { password: PASSWORD } },
  });
  expect(body["effect"]).toBe("warn");
  const id = body["decision_id"] as string;
  await post(writ.http, `/v1/decisions/${id}/outcome`, { status: "succeeded", result_excerpt: `wrote ${KEY}` });

  const stored = (await (await fetch(`${writ.http}/v1/decisions/${id}`)).json()) as {
    input: { arguments: unknown; context: unknown; redacted: readonly string[] };
    outcome: { result_excerpt: string };
  };
  expect(stored.input.arguments).toEqual({ path: "/repo/notes", content: "the key is [REDACTED]" });
  expect(stored.input.context).toEqual({
    prompt_excerpt: "use [REDACTED]",
    login: { password: "[REDACTED]" },
    changed: [],
  });
  expect(stored.input.redacted).toEqual(["/arguments/content", "/context/prompt_excerpt", "/context/login/password"]);
  expect(stored.outcome.result_excerpt).toBe("wrote [REDACTED]");

  expect(await writ.stop()).toBe(0);
  expect([...holds(dir, KEY), ...holds(dir, PASSWORD)]).toEqual([]);
});
