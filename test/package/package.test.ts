import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Packed, pack } from "../../tools/package/pack.ts";

// The real tarball, installed from the real registry into an empty folder, with nothing on the path but Node, npm and a shell.

const work = mkdtempSync(join(tmpdir(), "writ-package-"));
const folder = join(work, "empty");
const bin = join(work, "bin");
const env = { ...process.env, PATH: bin, NODE_PATH: "", GOROOT: "", GOPATH: "" };
let packed: Packed;

beforeAll(async () => {
  // The embedded PostgreSQL runs as another account when this is root's.
  chmodSync(work, 0o755);
  mkdirSync(folder);
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  for (const program of ["npm", "npx", "sh"]) {
    const path = execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
    symlinkSync(realpathSync(path), join(bin, program));
  }
  packed = await pack(".", work);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", packed.path], { cwd: folder, env, stdio: "pipe" });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test("the package holds what runs, and nothing else", () => {
  for (const file of [
    "dist/main.js",
    "dist/bundle/policy.wasm",
    "dist/descriptors.binpb",
    "dist/adapters/postgres/migrations/0001_records.sql",
    "rego/writ/main/main.rego",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "package.json",
  ]) {
    expect(packed.files, file).toContain(file);
  }
  const odd =
    /^(src|test|tools|bench|var|node_modules|docs|packages)\/|\.map$|\.tgz$|\.env|\.pem$|(^|\/)\.(git|ci|npmrc)/;
  expect(packed.files.filter((file) => odd.test(file))).toEqual([]);
});

test("there is no Go on the path", () => {
  expect(() => execFileSync("sh", ["-c", "command -v go"], { env, stdio: "pipe" })).toThrow();
  const found = execFileSync("sh", ["-c", "command -v node"], { env, encoding: "utf8" }).trim();
  expect(found).toBe(join(bin, "node"));
});

test("npx writ says its version, and completes commands", () => {
  const version = execFileSync("npx", ["--no-install", "writ", "--version"], { cwd: folder, env, encoding: "utf8" });
  expect(version.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const script = execFileSync("npx", ["--no-install", "writ", "completion", "bash"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect(script).toContain("complete -F _writ writ");
});

test("npx writ serve starts with an embedded PostgreSQL, allows, and blocks", async () => {
  const child = spawn("npx", ["--no-install", "writ", "serve", "--dev"], {
    cwd: folder,
    env: {
      ...env,
      WRIT_HTTP_LISTEN: "127.0.0.1:0",
      WRIT_GRPC_LISTEN: "127.0.0.1:0",
      WRIT_DATA_DIR: join(work, "data"),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // npx has children: all of them are stopped by the group.
    detached: true,
  });
  const ended = once(child, "exit");
  try {
    const url = await readyAt(child);
    const [allowed, blocked] = [await decide(url, "acme"), await decide(url, "other")];
    expect([allowed.effect, allowed.recorded, blocked.effect]).toEqual(["allow", "committed", "block"]);
    expect(blocked.reasons.map(({ code }) => code)).toContain("resource_not_in_intent");
  } finally {
    process.kill(-(child.pid as number), "SIGTERM");
    await ended;
  }
});

async function readyAt(child: ReturnType<typeof spawn>): Promise<string> {
  const seen: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", (line) => seen.push(line));
  }
  for (;;) {
    const url = seen.map((line) => /ready: (http:\/\/\S+),/.exec(line)?.[1]).find((found) => found !== undefined);
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${seen.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Decision {
  readonly effect: string;
  readonly recorded: string;
  readonly reasons: readonly { readonly code: string }[];
}

/** The request of the README's first page. */
async function decide(url: string, owner: string): Promise<Decision> {
  const response = await fetch(`${url}/v1/decisions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      agent: { id: "agent:support" },
      intent: {
        claims: {
          task: "tsk_123",
          purpose: "answer issue 123",
          on_behalf_of: "user:alice",
          allows: [{ verb: "ticket.*", resource: "https://github.com/acme/*" }],
        },
      },
      call: {
        format: "mcp",
        server: "github",
        payload: { name: "add_issue_comment", arguments: { owner, repo: "shop", issue_number: 123, body: "Done." } },
      },
    }),
  });
  return (await response.json()) as Decision;
}
