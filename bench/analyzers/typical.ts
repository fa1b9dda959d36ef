import type { JsonObject } from "../../src/domain/json.ts";
import type { ToolName } from "./catalogue.ts";

export interface Typical {
  readonly name: string;
  readonly tool: ToolName;
  /** Taken by turns. */
  readonly calls: readonly JsonObject[];
  /** p50 in µs; undefined where there is none. */
  readonly aim_us?: number;
}

const texts = (...all: readonly string[]) => all.map((text) => ({ text }));

const PROGRAM = `import csv
import json
from collections import Counter, defaultdict
from pathlib import Path


def read_orders(path):
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            yield {"id": row["id"], "total": float(row["total"]), "country": row["country"]}


def by_country(orders):
    totals = defaultdict(float)
    counts = Counter()
    for order in orders:
        totals[order["country"]] += order["total"]
        counts[order["country"]] += 1
    return {country: {"total": round(total, 2), "orders": counts[country]} for country, total in totals.items()}


def main():
    folder = Path("data")
    result = {}
    for path in sorted(folder.glob("*.csv")):
        result[path.stem] = by_country(read_orders(path))
    best = max(result, key=lambda month: sum(entry["total"] for entry in result[month].values()))
    print(f"best month: {best}")
    Path("out/summary.json").write_text(json.dumps(result, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()
`;

/** Calls as agents make them all day, with the p50 that each may take. */
export const TYPICAL: readonly Typical[] = [
  {
    name: "no analyzable strings",
    tool: "plain",
    aim_us: 40,
    calls: [
      { id: 4711, active: true },
      { id: 4712, limit: 50, order: "newest" },
    ],
  },
  {
    name: "shell",
    tool: "shell",
    aim_us: 300,
    calls: texts(
      "git status --short && git diff --stat",
      "grep -rn 'TODO' src --include='*.ts' | head -20",
      "cd /repo && npm test -- --run 2>&1 | tail -40",
      "find . -name '*.log' -mtime +7 -print0 | xargs -0 ls -la",
      'for f in src/*.py; do echo "$f: $(wc -l < "$f")"; done',
      "mkdir -p build && cp -r assets build/ && tar -czf build.tgz build",
    ),
  },
  {
    name: "SQL",
    tool: "sql",
    aim_us: 300,
    calls: texts(
      "SELECT id, total FROM orders WHERE customer_id = 42 ORDER BY created_at DESC LIMIT 20",
      "SELECT c.name, count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.created_at > now() - interval '7 days' GROUP BY c.name HAVING count(*) > 3",
      "WITH late AS (SELECT id FROM invoices WHERE due < current_date) UPDATE reminders SET sent = true WHERE invoice_id IN (SELECT id FROM late)",
      "INSERT INTO notes (author, body) VALUES ('alice', 'call back on Monday')",
    ),
  },
  { name: "1 KB Python program", tool: "python", calls: texts(PROGRAM) },
];
