import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { counterpart, counterpartOf, type Found, programOf, titled } from "../../support/counterpart.ts";
import { deployText } from "../../support/deploy.ts";

const run = promisify(execFile);

const ANALYZE = "/usr/bin/systemd-analyze";
const systemd: Found = existsSync(ANALYZE) ? { program: ANALYZE } : { missing: "systemd" };
const compose = counterpartOf("test-deploy", "compose");
const envoy = await counterpart("envoy");
const nginx = await counterpart("nginx");

/** Of systemd's own scale, on which 10 is a service without any hardening. */
const MAX_EXPOSURE = 1.5;

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-unit-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

describe.skipIf(systemd.missing !== undefined)(titled("systemd", systemd), () => {
  const unit = () => {
    const path = join(folder(), "writ.service");
    // A program that this machine has; whether it is there is all that is asked of it.
    writeFileSync(path, deployText("systemd/writ.service").replace("/opt/writ/node/bin/node", process.execPath));
    return path;
  };

  test("understands every line of the unit", async () => {
    const { stdout, stderr } = await run(ANALYZE, ["verify", "--man=no", "--recursive-errors=no", unit()]);
    expect(stdout + stderr).toBe("");
  });

  test("finds it closed", async () => {
    const { stdout } = await run(ANALYZE, ["security", "--offline=true", "--no-pager", unit()]);
    const exposure = Number(/Overall exposure level for writ\.service: ([\d.]+)/.exec(stdout)?.[1]);
    expect(exposure).toBeLessThanOrEqual(MAX_EXPOSURE);
  });
});

describe.skipIf(compose.missing !== undefined)(titled("Compose", compose), () => {
  test("understands the file, with nothing that it does not know", async () => {
    const { stdout } = await run(programOf(compose), ["deploy/compose/compose.yaml"]);
    const { services } = JSON.parse(stdout) as { readonly services: Readonly<Record<string, object>> };
    expect(services["writ"]).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      depends_on: { postgres: { condition: "service_healthy" } },
    });
  });
});

describe.skipIf(envoy.missing !== undefined)(titled("Envoy", envoy), () => {
  test("takes the sidecar's configuration", async () => {
    const args = ["--mode", "validate", "-c", resolve("deploy/sidecar/envoy/envoy.yaml"), "--log-level", "error"];
    const { stdout } = await run(programOf(envoy), args);
    expect(stdout).toContain("OK");
  });
});

describe.skipIf(nginx.missing !== undefined)(titled("nginx", nginx), () => {
  test("takes the sidecar's configuration", async () => {
    const dir = folder();
    const main = join(dir, "nginx.conf");
    const site = resolve("deploy/sidecar/nginx/mcp.conf");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (kind) => `${kind}_temp_path ${dir}/${kind};`,
    );
    writeFileSync(
      main,
      `pid ${dir}/pid; error_log stderr; events {} http { access_log off; ${temporary.join(" ")} include ${site}; }`,
    );
    const { stderr } = await run(programOf(nginx), ["-t", "-p", dir, "-e", "stderr", "-c", main]);
    expect(stderr).toContain("test is successful");
  });
});
