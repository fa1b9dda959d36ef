import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { parse, stringify } from "yaml";
import { type Found, programOf } from "./counterpart.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./ports.ts";
import { dataDir } from "./writ.ts";

interface ScrapeConfig {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly [Readonly<Record<string, unknown>>];
}

export interface Prometheus {
  /** What one of its API's paths answers as `data`. @throws with what it says of an error */
  data<T>(path: string, query?: Readonly<Record<string, string>>): Promise<T>;
}

export interface Scraped {
  /** `host:port` */
  readonly target: string;
  readonly secret: string;
  /** PEM of the CA behind the target's certificate. */
  readonly ca: string;
}

/** A Prometheus with the scrape configuration and the alerts of deploy/, stopped after the test. */
export async function prometheus(found: Found, { target, secret, ca }: Scraped): Promise<Prometheus> {
  const [dir, port] = [dataDir(), await freePort()];
  const given = parse(readFileSync("deploy/prometheus/scrape.yaml", "utf8")) as ScrapeConfig;
  const [job] = given.scrape_configs;
  const config = {
    ...given,
    global: { evaluation_interval: "1s" },
    scrape_configs: [{ ...job, scrape_interval: "1s", scrape_timeout: "1s", static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(dir, "prometheus.yml"), stringify(config));
  writeFileSync(join(dir, "writ-metrics-token"), secret, { mode: 0o600 });
  writeFileSync(join(dir, "writ-ca.pem"), ca);
  copyFileSync("deploy/prometheus/alerts.yaml", join(dir, "alerts.yaml"));
  const args = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=127.0.0.1:${port}`];
  const child = spawn(programOf(found), args, { cwd: dir, stdio: "ignore" });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  const base = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    const answer = await fetch(`${base}/-/ready`).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  }, "Prometheus is ready");
  return {
    data: async <T>(path: string, query = {}) => {
      const answer = await fetch(`${base}/api/v1/${path}`, {
        method: path === "query" ? "POST" : "GET",
        ...bodyOf(path, query),
      });
      const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
      if (status !== "success") throw new Error(error);
      return data;
    },
  };
}

function bodyOf(path: string, query: Readonly<Record<string, string>>): { readonly body?: URLSearchParams } {
  return path === "query" ? { body: new URLSearchParams(query) } : {};
}
