import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startWrit } from "../../tools/start-writ.ts";
import { killTree } from "../support/kill.ts";
import { childrenOf, commandOf, descendantsOf } from "../support/processes.ts";
import { readFile } from "../support/requests.ts";
import { dataDir, post, serviceFor } from "../support/writ.ts";

const MAIN = "dist/main.js";

/** Runs `writ serve` to its end. */
async function serveUntilExit(env: Record<string, string>, args: readonly string[] = ["--dev"]) {
  const child: ChildProcess = spawn(process.execPath, [MAIN, "serve", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

const FREE = { WRIT_HTTP_LISTEN: "127.0.0.1:0", WRIT_GRPC_LISTEN: "127.0.0.1:0" };

describe("starting", () => {
  test("the printed curl line works when it is pasted", async () => {
    const writ = await serviceFor({ dataDir: dataDir() });
    const curl = () =>
      writ
        .output()
        .split("\n")
        .find((text) => text.startsWith("curl "));
    await expect.poll(curl).toBeDefined();
    const line = curl() as string;
    const shell = spawn("sh", ["-c", line], { stdio: ["ignore", "pipe", "inherit"] });
    let answer = "";
    shell.stdout.on("data", (chunk) => (answer += chunk));
    await once(shell, "close");
    expect(JSON.parse(answer)).toMatchObject({ effect: "allow", recorded: "committed" });
  });

  test("a second copy on the same data folder says so and exits with 1", async () => {
    const dir = dataDir();
    await serviceFor({ dataDir: dir });
    const second = await serveUntilExit({ ...FREE, WRIT_DATA_DIR: dir });
    expect(second.code).toBe(1);
    expect(second.output).toContain(`another Writ is running on the data folder ${dir}`);
  });

  test.each([
    ["HTTP", "WRIT_HTTP_LISTEN"],
    ["gRPC", "WRIT_GRPC_LISTEN"],
  ])("a taken %s port is named", async (protocol, variable) => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const port = (squatter.address() as { port: number }).port;
    const { code, output } = await serveUntilExit({
      ...FREE,
      WRIT_DATA_DIR: dataDir(),
      [variable]: `127.0.0.1:${port}`,
    });
    squatter.close();
    expect({ code, output: output.trim() }).toEqual({
      code: 1,
      output: `writ: port ${port} (${protocol}) on 127.0.0.1 is taken by another process`,
    });
  });

  test("an unknown setting is refused by name", async () => {
    const { code, output } = await serveUntilExit({ ...FREE, WRIT_DATA_DIR: dataDir(), WRIT_HTP_LISTEN: "x" });
    expect(code).toBe(1);
    expect(output).toContain("WRIT_HTP_LISTEN");
  });

  test("a database that nobody answers at ends the start with a clear line that shows no password", async () => {
    const { code, output } = await serveUntilExit({
      ...FREE,
      WRIT_DATA_DIR: dataDir(),
      DATABASE_URL: "postgresql://writ:hunter2@127.0.0.1:1/writ",
    });
    expect(code).toBe(1);
    expect(output).toContain("writ: ");
    expect(output).not.toContain("hunter2");
  });
});

describe("stopping", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s stops all that was started, and nothing is lost", async (signal) => {
    const dir = dataDir();
    const writ = await serviceFor({ dataDir: dir });
    const started = descendantsOf(writ.process.pid as number);
    expect(started.length).toBeGreaterThan(2);
    const answered = (await post(writ.http, "/v1/decisions", readFile())).body;
    writ.process.kill(signal);
    const [code] = await once(writ.process, "exit");
    expect(code).toBe(0);
    expect(started.filter((pid) => commandOf(pid) !== undefined)).toEqual([]);

    const again = await serviceFor({ dataDir: dir });
    const back = await fetch(`${again.http}/v1/decisions/${answered["decision_id"]}`);
    expect(back.status).toBe(200);
  });
});

describe("dying", () => {
  test("a worker that is killed is replaced, and the service goes on answering", async () => {
    const writ = await serviceFor({ dataDir: dataDir() });
    const workers = childrenOf(writ.process.pid as number).filter((pid) => commandOf(pid)?.includes("worker.js"));
    for (const pid of workers) process.kill(pid, "SIGKILL");
    await expect.poll(() => answers(writ.http), { timeout: 20_000, interval: 100 }).toBe("allow");
  });

  test("a worker that is stuck is killed and replaced; its caller gets no answer, and nobody a wrong one", async () => {
    const writ = await serviceFor({ dataDir: dataDir(), env: { WRIT_WORKERS: "1" } });
    const [worker] = childrenOf(writ.process.pid as number).filter((pid) => commandOf(pid)?.includes("worker.js"));
    // On the connection of the first call, which is that worker's.
    expect(await answers(writ.http)).toBe("allow");
    process.kill(worker as number, "SIGSTOP");
    expect(await answers(writ.http)).toBe("no answer");
    await expect.poll(() => answers(writ.http), { timeout: 20_000, interval: 100 }).toBe("allow");
    expect(writ.output()).toContain("worker_stuck");
  });

  test.each([
    ["the primary", (pid: number) => [pid]],
    ["everything but PostgreSQL", (pid: number) => [pid, ...descendantsOf(pid).filter((child) => !isPostgres(child))]],
    ["PostgreSQL", (pid: number) => descendantsOf(pid).filter(isPostgres)],
    ["everything", (pid: number) => [pid, ...descendantsOf(pid)]],
  ])("after SIGKILL of %s the next start recovers by itself", async (_, victims) => {
    const dir = dataDir();
    const writ = await startWrit({ dataDir: dir, detached: true });
    const answered = (await post(writ.http, "/v1/decisions", readFile())).body;
    for (const pid of victims(writ.process.pid as number)) kill(pid);
    await sleep(200);
    await killTree(writ.process, false).catch(() => {});
    const again = await serviceFor({ dataDir: dir });
    expect((await fetch(`${again.http}/v1/decisions/${answered["decision_id"]}`)).status).toBe(200);
  });
});

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went with another one.
  }
}

function isPostgres(pid: number): boolean {
  return commandOf(pid)?.includes("postgres") ?? false;
}

async function answers(base: string): Promise<string> {
  try {
    return String((await post(base, "/v1/decisions", readFile())).body["effect"]);
  } catch {
    return "no answer";
  }
}
