import { hash, randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authority, issue } from "../../support/certificates.ts";
import { image, podman, seccompProfile } from "../../support/container.ts";
import { programOf, titled } from "../../support/counterpart.ts";
import { PostgresTools, postgresPrograms } from "../../support/debian-postgres.ts";
import { deployText } from "../../support/deploy.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/ports.ts";

const found = image();
/** The embedded one is reached by a socket that only its own account may open. */
const postgres = postgresPrograms();
const NAME = `writ-test-${process.pid}`;
/** Of the image; a number in the Containerfile. */
const USER = 65_532;
const SECRET = "gateway-secret";
/** Copying the image's files, and the first start: minutes on a busy machine. */
const START_TIMEOUT_MS = 300_000;

let dir: string;
let database: { readonly url: string; kill(): Promise<void> };
let port: number;

interface Answer {
  readonly status: number;
  readonly body: string;
}

function ask(path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${SECRET}`, "content-type": "application/json" };
    const method = body === undefined ? "GET" : "POST";
    const asked = request({ host: "127.0.0.1", port, path, method, headers, rejectUnauthorized: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** As Compose and Kubernetes mount it: for the image's user, and for nobody else. */
function secret(name: string, text: string): void {
  const path = join(dir, name);
  writeFileSync(path, text);
  chownSync(path, USER, USER);
  chmodSync(path, 0o400);
}

async function startDatabase(): Promise<typeof database> {
  const tools = new PostgresTools(programOf(postgres));
  const clusters = join(dir, "clusters");
  mkdirSync(clusters);
  chmodSync(dir, 0o755);
  tools.give(clusters);
  await tools.run("initdb", "-D", join(clusters, "one"), "-U", "writ", "--auth=trust", "--no-instructions");
  return tools.start(join(clusters, "one"), await freePort(), {});
}

function writeSettings(): void {
  const ca = authority("acme.example");
  const own = issue(ca, { name: "writ", dns: ["localhost"], extendedKeyUsage: null });
  secret("database-url", `${database.url}\n`);
  secret("key", randomBytes(32).toString("base64"));
  secret("tls.key", own.keyPem);
  writeFileSync(join(dir, "tls.crt"), own.pem);
  const config = {
    workers: 1,
    http: { listen: `0.0.0.0:${port}` },
    grpc: { listen: "0.0.0.0:0" },
    tls: { cert_file: "/etc/writ/tls.crt", key_file: "/etc/writ/tls.key" },
    grants: { key_encryption_key_file: "/etc/writ/key" },
    callers: { gateway: { roles: ["decide"], vouches: true, token_sha256: hash("sha256", SECRET, "hex") } },
  };
  writeFileSync(join(dir, "writ.yaml"), JSON.stringify(config));
  const filters = [...deployText("systemd/writ.service").matchAll(/^SystemCallFilter=~?(@\S+)$/gm)];
  const [allowed, denied] = filters.map(([, list]) => list as string);
  writeFileSync(join(dir, "seccomp.json"), JSON.stringify(seccompProfile(allowed as string, denied as string)));
}

describe.skipIf((found.missing ?? postgres.missing) !== undefined)(titled("the image", found, postgres), () => {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "writ-container-"));
    database = await startDatabase();
    port = await freePort();
    writeSettings();
    const locked = ["--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"];
    // The system calls that the systemd unit leaves it: no manager of units has to run to see that they are enough.
    const filtered = ["--security-opt", `seccomp=${join(dir, "seccomp.json")}`];
    const limits = ["--ulimit", "nofile=4096:4096", "--ulimit", "nproc=1024:1024"];
    const mounts = ["--volume", `${dir}:/etc/writ:ro`, "--env", "DATABASE_URL_FILE=/etc/writ/database-url"];
    const command = ["localhost/writ", "serve", "--config", "/etc/writ/writ.yaml"];
    const how = ["--detach", "--name", NAME, "--network", "host", ...locked, ...filtered, ...limits, ...mounts];
    await podman("run", ...how, ...command);
    const ready = async () => ((await ask("/readyz")).status === 200 ? true : undefined);
    await eventually(ready, "the service in the image").catch(async (error: Error) => {
      throw new Error(`${error.message}
${await podman("logs", NAME)}`);
    });
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await podman("rm", "--force", "--volumes", "--ignore", NAME);
    await database?.kill();
    rmSync(dir, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  test("answers a decision, and PostgreSQL has it", async () => {
    const answer = await ask("/v1/decisions", {
      agent: { id: "agent:x" },
      call: { format: "mcp", server: "nobody", payload: { name: "no_such_tool", arguments: {} } },
    });
    expect(answer.status, answer.body).toBe(200);
    const decision = JSON.parse(answer.body) as Readonly<Record<string, unknown>>;
    expect(decision).toMatchObject({ effect: "block", recorded: "committed" });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query("select effect from writ.decisions");
    await client.end();
    expect(rows).toEqual([{ effect: "block" }]);
  });

  test("is nobody in particular, and can write only what it keeps", async () => {
    const script = `
      const fs = require("node:fs");
      const tried = (path) => { try { fs.writeFileSync(path, ""); return "written"; } catch (error) { return error.code; } };
      console.log(JSON.stringify([process.getuid(), tried("/app/x"), tried("/usr/bin/x"), tried("/var/lib/writ/x"), fs.existsSync("/bin/sh"),
        /^CapEff:\\s*0+$/m.test(fs.readFileSync("/proc/self/status", "utf8")), /^Seccomp:\\s*2$/m.test(fs.readFileSync("/proc/1/status", "utf8"))]));`;
    const said = JSON.parse(await podman("exec", NAME, "/usr/bin/node", "-e", script));
    expect(said).toEqual([USER, "EROFS", "EROFS", "written", false, true, true]);
  });

  test.each([
    ["/readyz", 0],
    ["/no/such/path", 1],
  ])("its health check asks the service itself: %s", async (path, code) => {
    const check = ["exec", NAME, "/usr/bin/node", "/app/healthcheck.mjs", `https://127.0.0.1:${port}${path}`];
    const ended = await podman(...check).then(
      () => 0,
      (error: { readonly code: number }) => error.code,
    );
    expect(ended).toBe(code);
  });

  test("stops in order when it is told to", async () => {
    await podman("stop", "--time", "60", NAME);
    expect(await podman("inspect", "--format", "{{.State.ExitCode}}", NAME)).toBe("0");
  });
});
