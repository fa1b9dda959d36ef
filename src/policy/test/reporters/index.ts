import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { pretty } from "./pretty.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif.ts";
import { tap } from "./tap.ts";

export const REPORTERS = { pretty, json, junit, tap, sarif, github } as const satisfies Readonly<
  Record<string, Reporter>
>;

export type ReportFormat = keyof typeof REPORTERS;
