import { execFile } from "node:child_process";
import { hash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { METRIC_GROUPS } from "../../../src/adapters/observability/catalogue/catalogue.ts";
import { authority, issue } from "../../support/certificates.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { createDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { prometheus } from "../../support/prometheus.ts";
import { alertQueries, dashboardQueries, metricsIn } from "../../support/promql.ts";
import { readFile } from "../../support/requests.ts";
import { dataDir, serviceFor } from "../../support/writ.ts";

const run = promisify(execFile);
const promtool = await counterpart("promtool");
const server = await counterpart("prometheus");

describe.skipIf(promtool.missing !== undefined)(titled("promtool", promtool), () => {
  test.each([
    ["check", "rules", "deploy/prometheus/alerts.yaml"],
    ["test", "rules", "deploy/prometheus/alerts_test.yaml"],
  ])("%s %s %s", async (...args) => {
    const { stdout } = await run(programOf(promtool), args);
    expect(stdout).toContain("SUCCESS");
  });
});

/** A CA, a certificate of it for localhost in files, and the settings that have Writ show it. */
function shownCertificate() {
  const ca = authority("writ.example");
  // Far from its end: an alert tells of one that is near.
  const notAfterMs = Date.now() + 30 * 86_400_000;
  const own = issue(ca, { name: "writ", dns: ["localhost"], extendedKeyUsage: null, notAfterMs });
  const dir = dataDir();
  const [WRIT_TLS_CERT_FILE, WRIT_TLS_KEY_FILE] = [join(dir, "cert.pem"), join(dir, "key.pem")];
  writeFileSync(WRIT_TLS_CERT_FILE, own.pem);
  writeFileSync(WRIT_TLS_KEY_FILE, own.keyPem);
  return { ca: ca.pem, env: { WRIT_TLS_CERT_FILE, WRIT_TLS_KEY_FILE } };
}

interface Asked {
  readonly port: string;
  readonly ca: string;
  readonly path: string;
  readonly secret: string;
  readonly body?: unknown;
}

function ask({ port, ca, path, secret, body }: Asked): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const sent = request({ host: "localhost", port, path, method, ca, headers }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const caller = (name: string, settings: object) => ({ ...settings, token_sha256: hash("sha256", name) });

describe.skipIf(server.missing !== undefined)(titled("Prometheus", server), () => {
  test("scrapes Writ by the files of deploy/, and every expression of alerts and dashboard means something", {
    timeout: 180_000,
  }, async ({ onTestFinished }) => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    const { ca, env } = shownCertificate();
    const writ = await serviceFor({
      dataDir: dataDir(),
      production: true,
      env: {
        ...env,
        DATABASE_URL: database.url,
        WRIT_WORKERS: "2",
        WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
        WRIT_CALLERS: JSON.stringify({
          gateway: caller("gateway's", { roles: ["decide"], vouches: true }),
          prometheus: caller("prometheus's", { roles: ["monitor"] }),
        }),
        WRIT_TENANTS: JSON.stringify({
          other: { callers: { spy: caller("spy's", { roles: ["decide", "monitor", "auditor", "admin"] }) } },
        }),
      },
    });
    const { port } = new URL(writ.http);
    const of = { port, ca };
    expect(await ask({ ...of, path: "/v1/decisions", secret: "gateway's", body: readFile() })).toBe(200);
    // Metrics are of all tenants: for the first one's callers with a role, and nobody else.
    expect(await ask({ ...of, path: "/metrics", secret: "gateway's" })).toBe(403);
    expect(await ask({ ...of, path: "/metrics", secret: "spy's" })).toBe(403);
    expect(await ask({ ...of, path: "/metrics", secret: "nobody's" })).toBe(401);

    const { data } = await prometheus(server, { target: `localhost:${port}`, secret: "prometheus's", ca });
    const value = async (query: string): Promise<readonly unknown[]> =>
      (await data<{ result: readonly unknown[] }>("query", { query })).result;
    await eventually(async () => ((await value('up{job="writ"} == 1')).length === 1 ? true : undefined), "a scrape");
    const decisions = 'sum by (tenant, effect) (writ_decisions_total{job="writ"})';
    const scraped = async () => ((await value(decisions)).length === 1 ? true : undefined);
    await eventually(scraped, "the decision is counted");
    expect(await value(decisions)).toMatchObject([{ metric: { tenant: "default" }, value: [expect.anything(), "1"] }]);
    expect(await value("writ_tls_certificate_expiry_seconds > 0")).toHaveLength(1);

    const told = await data<readonly { metric: string; type: string }[]>("targets/metadata");
    const there = new Map(told.map(({ metric, type }) => [metric, type]));
    const listed = METRIC_GROUPS.flatMap(({ metrics }) => metrics.map(({ name, type }) => [name, type]));
    expect([...there].filter(([name]) => name.startsWith("writ_")).sort()).toEqual(listed.sort());
    for (const { of: place, expr } of [...alertQueries(), ...dashboardQueries()]) {
      expect({ place, unknown: metricsIn(expr).filter((name) => !there.has(name)) }).toEqual({ place, unknown: [] });
      await value(expr);
    }
    const rules = async () => {
      const { groups } = await data<{ groups: { rules: { name: string; health: string; state: string }[] }[] }>(
        "rules",
      );
      const all = groups.flatMap((group) => group.rules);
      return all.every(({ health }) => health === "ok") && all.length === alertQueries().length ? all : undefined;
    };
    const firing = (await eventually(rules, "every alert is evaluated")).filter(({ state }) => state === "firing");
    expect(firing).toEqual([]);
    expect(await writ.stop()).toBe(0);
  });
});
