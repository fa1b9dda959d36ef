import type { ReplayReport } from "../report.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { sarif } from "./sarif.ts";
import { table } from "./table.ts";

export interface FormatOptions {
  /** Names every record that was not judged, not only the first. */
  readonly verbose: boolean;
}

/** Writes a report as text that ends with a newline. */
export type ReplayFormat = (report: ReplayReport, options: FormatOptions) => string;

export const REPLAY_FORMATS = { table, json, junit, sarif, markdown } as const satisfies Readonly<
  Record<string, ReplayFormat>
>;

export type ReplayFormatName = keyof typeof REPLAY_FORMATS;
