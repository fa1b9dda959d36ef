import { readUrl, type UrlForm } from "../../../src/canonicalize/analyzers/hosts/index.ts";
import { line } from "../lines.ts";
import type { EfficacySet } from "../set.ts";
import { rowsOf } from "./rows.ts";

const SET = "urls/urls";

interface UrlRow {
  readonly id: string;
  readonly input: string;
  readonly base?: string | null;
  readonly expect: string;
  readonly href?: string;
  readonly protocol?: string;
  readonly hostname?: string;
  readonly port?: string;
  readonly pathname?: string;
}

export const urls: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const rows = rowsOf<UrlRow>(bench, "urls/urls.jsonl", { id: "string", input: "string", expect: "string" });
    const outcomes = rows.map((row) => {
      const found = readUrl(row.input, row.base ?? undefined);
      const wrong = wrongParts(row, found);
      return { id: row.id, expect: row.expect, hit: wrong === "", shown: JSON.stringify(row.input), why: wrong };
    });
    const of = (failure: boolean) => outcomes.filter(({ expect }) => (expect === "failure") === failure);
    return [
      line(SET, "parts right", of(false), { aim: { atLeast: 100 } }),
      line(SET, "failures refused", of(true), { aim: { atLeast: 100 } }),
    ];
  },
};

function wrongParts(row: UrlRow, found: UrlForm | undefined): string {
  if (row.expect === "failure") return found === undefined ? "" : `read as ${found.href}`;
  if (found === undefined) return "refused";
  const pairs = [
    ["href", row.href, found.href],
    ["scheme", row.protocol?.replace(/:$/, ""), found.scheme.replace(/:$/, "")],
    ["host", row.hostname, found.host],
    ["port", row.port, found.port],
    ["path", row.pathname, found.path],
  ] as const;
  return pairs
    .filter(([, wanted, got]) => wanted !== got)
    .map(([name, wanted, got]) => `${name} ${got} instead of ${wanted}`)
    .join("; ");
}
