import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { METRIC_GROUPS } from "../../../src/adapters/observability/catalogue/catalogue.ts";
import { alertQueries, alertRules, alertTests, dashboardQueries, metricsIn } from "../../support/promql.ts";

const RUNBOOKS = readFileSync("docs/runbooks.md", "utf8");
const METRICS = METRIC_GROUPS.flatMap(({ metrics }) => metrics);

/** The text below a heading. */
function paragraph(heading: string): string {
  const [, text = ""] = new RegExp(`^## ${heading}\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "m").exec(RUNBOOKS) ?? [];
  return text.trim();
}

describe.each(alertRules())("$alert", ({ alert, annotations }) => {
  test("leads to a paragraph of the runbooks", () => {
    expect(annotations["runbook_url"]).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
    expect(paragraph(alert).length).toBeGreaterThan(100);
  });

  test("has a test that it fires, and one that it does not", () => {
    const found = alertTests().filter(({ alertname }) => alertname === alert);
    expect(found.map(({ exp_alerts }) => exp_alerts.length).sort()).toEqual([0, 1]);
  });
});

test("no runbook is about an alert that is not there", () => {
  const headings = [...RUNBOOKS.matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading);
  expect(headings.sort()).toEqual(
    alertRules()
      .map(({ alert }) => alert)
      .sort(),
  );
});

test("alerts and dashboard name no metric of Writ's that is not there", () => {
  const known = new Set<string>(METRICS.map(({ name }) => name));
  const named = [...alertQueries(), ...dashboardQueries()].flatMap(({ of, expr }) =>
    metricsIn(expr).map((name) => ({ of, name })),
  );
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter(({ name }) => name.startsWith("writ_") && !known.has(name))).toEqual([]);
});

test("the dashboard shows every metric", () => {
  const shown = new Set(dashboardQueries().flatMap(({ expr }) => metricsIn(expr)));
  expect(METRICS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});

test("alerts and dashboard go by no label that the metric has not", () => {
  const labels = new Map(METRICS.map(({ name, labels: of }) => [name, Object.keys(of)]));
  const problems = [...alertQueries(), ...dashboardQueries()].flatMap(({ of, expr }) =>
    [...expr.matchAll(/\b(writ_\w+)\{([^}]*)\}/g)].flatMap(([, name = "", matchers = ""]) => {
      const base = name.replace(/_(bucket|sum|count)$/, "");
      const known = ["job", "instance", "le", ...(labels.get(base) ?? [])];
      const used = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
      return used.filter((label) => !known.includes(label)).map((label) => `${of}: ${base} has no ${label}`);
    }),
  );
  expect(problems).toEqual([]);
});
