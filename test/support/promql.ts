import { readFileSync } from "node:fs";
import { parse } from "yaml";

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Of a test of alerts: which alert, when it has to be there, and how often. */
export interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const FOLDER = "deploy/prometheus";

export function alertRules(): readonly AlertRule[] {
  const { groups } = parse(readFileSync(`${FOLDER}/alerts.yaml`, "utf8")) as { groups: { rules: AlertRule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export function alertTests(): readonly AlertTest[] {
  const { tests } = parse(readFileSync(`${FOLDER}/alerts_test.yaml`, "utf8")) as {
    tests: { alert_rule_test: AlertTest[] }[];
  };
  return tests.flatMap(({ alert_rule_test }) => alert_rule_test);
}

/** Every expression of the dashboard, with what Grafana puts in the place of its variables. */
export function dashboardQueries(): readonly { readonly of: string; readonly expr: string }[] {
  const { panels } = JSON.parse(readFileSync("deploy/grafana/writ.json", "utf8")) as { panels: readonly Panel[] };
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      of: title,
      expr: expr
        .replaceAll("$__rate_interval", "1m")
        .replaceAll("$__range", "1h")
        .replaceAll(/\$(job|instance|tenant)/g, ".*"),
    })),
  );
}

export function alertQueries(): readonly { readonly of: string; readonly expr: string }[] {
  return alertRules().map(({ alert, expr }) => ({ of: alert, expr }));
}

/** The metrics that an expression names, without the endings that a histogram's parts have. */
export function metricsIn(expr: string): readonly string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, "").replaceAll(/\b(?:by|without)\s*\([^)]*\)/g, "");
  const names = bare.match(/\b(?:writ|process|nodejs)_\w+/g) ?? [];
  return names.map((name) => name.replace(/_(bucket|sum|count)$/, ""));
}
