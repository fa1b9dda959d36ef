import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { sharedService } from "../../support/shared-service.ts";

const MAIN = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));

let writ: RunningWrit;
beforeAll(async () => {
  writ = await sharedService({ WRIT_WORKERS: "1" });
});
afterAll(async () => {
  await writ.stop();
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param input a file as standard input, as far as the command reads one */
async function agents(args: readonly string[], input = "", env = {}, url = writ.http): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, "agents", ...args, "--url", url], { env: { ...process.env, ...env } });
  const ran = { out: "", err: "" };
  child.stdout.on("data", (bytes: Buffer) => {
    ran.out += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    ran.err += bytes.toString();
  });
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...ran };
}

const FILE = `
"agent:cli-a": { owner: team-cli, verbs: [order.read], review_at: 2020-01-31 }
"agent:cli-b": { owner: team-cli, labels: { level: 1 } }
`;

describe("writ agents", () => {
  test("apply registers, changes what is otherwise, and leaves the rest", async () => {
    expect((await agents(["apply", "-", "--dry-run"], FILE)).out).toBe(
      "registered  agent:cli-a\nregistered  agent:cli-b\n",
    );
    expect((await agents(["list", "--owner", "team-cli"])).out).toBe("no agents\n");
    expect((await agents(["apply", "-", "--reason", "T-1"], FILE)).code).toBe(0);
    expect((await agents(["apply", "-"], FILE)).out).toBe("unchanged   agent:cli-a\nunchanged   agent:cli-b\n");
    const changed = FILE.replace("level: 1", "level: 2").replace("verbs: [order.read], ", "");
    expect((await agents(["apply", "-"], changed)).out).toBe(
      "updated     agent:cli-a: verbs\nupdated     agent:cli-b: labels\n",
    );
    const { out } = await agents(["show", "agent:cli-a"]);
    expect(out).toContain("updated by loopback: verbs");
    expect(out).toContain("registered by loopback: owner, purpose, labels, verbs, review_at (T-1)");
    expect((await agents(["due"])).out).toMatch(/agent:cli-a +active +api +team-cli +2020-01-31 +review_overdue/);
  });

  test("register, suspend, resume, retire", async () => {
    const id = "spiffe://acme.example/agent/cli";
    expect((await agents(["register", id, "-"], "owner: ann")).out).toContain("owner    ann");
    expect((await agents(["update", id, "-"], "owner: bob")).out).toContain("owner    bob");
    expect((await agents(["suspend", id, "--reason", "odd", "--by", "user:ann"])).out).toBe(
      `${id} is suspended, 0 grants revoked\n`,
    );
    expect((await agents(["list", "--status", "suspended", "--json"])).out).toContain("user:ann (said by loopback)");
    expect((await agents(["resume", id])).out).toBe(`${id} is active\n`);
    expect((await agents(["retire", id])).out).toBe(`${id} is retired, 0 grants revoked\n`);
    expect(await agents(["resume", id])).toMatchObject({
      code: 1,
      err: "writ: the agent is retired, which is final\n",
    });
    expect((await agents(["suspend", "agent:cli-typo"])).out).toContain("nobody has registered it");
  });

  const WRONG: readonly [string, readonly string[], string, string][] = [
    ["a verb that is none", ["register", "agent:cli-x", "-"], "verbs: [order.eat]", "/verbs/0: is no verb"],
    ["a status in a file", ["apply", "-"], '"agent:x": { status: active }', "a status is ordered, not registered"],
    ["a field that is none", ["apply", "-"], '"agent:x": { ownr: ann }', "agent:x: /ownr: is not a known field"],
    ["a file that is no YAML", ["apply", "-"], "a: [", "is no YAML that can be read"],
    ["a file that is a list", ["apply", "-"], "- a", "is no map of fields"],
    ["nobody", ["show", "agent:nobody"], "", "no agent with this id is known"],
  ];
  test.each(WRONG)("refuses %s", async (_, args, input, problem) => {
    const { code, err } = await agents(args, input);
    expect([code, err]).toEqual([1, expect.stringContaining(problem)]);
  });

  test("shows its token to this machine, and to no other in the clear", async () => {
    const shown: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      shown.push(request.headers.authorization);
      response.end('{"agents":[],"next_page_token":""}');
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await agents(["list"], "", { WRIT_TOKEN: "t-1" }, url);
    await agents(["list"], "", { WRIT_TOKEN: "" }, url);
    expect(shown).toEqual(["Bearer t-1", undefined]);
    const refused = await agents(["list"], "", { WRIT_TOKEN: "t-1" }, "http://192.0.2.1:8181");
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("not sent in the clear") });
    expect(refused.err).not.toContain("t-1");
  });
});
