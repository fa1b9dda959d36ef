import { readFileSync, writeFileSync } from "node:fs";
import { METRIC_GROUPS } from "../src/adapters/observability/catalogue/catalogue.ts";
import type { MetricSpec } from "../src/adapters/observability/catalogue/spec.ts";

// Writes the lists of docs/metrics.md from the code that makes the metrics: node tools/docs-metrics.ts

const PAGE = new URL("../docs/metrics.md", import.meta.url);
const LISTS = /(<!-- metrics -->\n)[\s\S]*?(<!-- \/metrics -->)/;

/** The page with its lists made anew. */
export function metricsDoc(): string {
  const page = readFileSync(PAGE, "utf8");
  if (!LISTS.test(page)) throw new Error("docs/metrics.md has no place for the lists");
  return page.replace(LISTS, (_, start: string, end: string) => `${start}\n${lists()}\n${end}`);
}

function lists(): string {
  const tables = METRIC_GROUPS.map(({ title, metrics }) => {
    const head = "| metric | type | labels | meaning |\n|---|---|---|---|";
    return `### ${title}\n\n${head}\n${metrics.map(row).join("\n")}\n`;
  });
  return `${tables.join("\n")}\n### Labels\n\n| label | of | values | at most |\n|---|---|---|---|\n${labels().join("\n")}\n`;
}

function row({ name, type, labels: of, help, over }: MetricSpec): string {
  const names = Object.keys(of).map((label) => `\`${label}\``);
  const kind = over === undefined ? type : `${type}, ${over === "max" ? "largest" : "smallest"} of the processes`;
  return `| ${[`\`${name}\``, kind, names.join(", "), linked(help)].join(" | ")} |`;
}

/** One row for each label that means the same wherever it is. */
function labels(): readonly string[] {
  const rows = new Map<string, { readonly metrics: string[]; readonly values: string; readonly most: number }>();
  for (const { name, labels: of } of METRIC_GROUPS.flatMap(({ metrics }) => metrics)) {
    for (const [label, { values, most }] of Object.entries(of)) {
      const row = rows.get(`${label} ${values}`) ?? { metrics: [], values, most };
      row.metrics.push(`\`${name}\``);
      rows.set(`${label} ${values}`, row);
    }
  }
  return [...rows].map(([key, { metrics, values, most }]) => {
    const [label = ""] = key.split(" ", 1);
    const of = metrics.length > 3 ? `${metrics.length} metrics` : metrics.join(", ");
    return `| \`${label}\` | ${of} | ${values} | ${most} |`;
  });
}

/** `docs/page.md` as a link of the page beside it. */
function linked(help: string): string {
  return help.replace(/docs\/([\w-]+)\.md/g, (_, page: string) => `[${page}](${page}.md)`);
}

if (import.meta.main) writeFileSync(PAGE, metricsDoc());
