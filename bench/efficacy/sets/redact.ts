import { redact } from "../../../src/canonicalize/redact/index.ts";
import { line } from "../lines.ts";
import type { EfficacySet } from "../set.ts";
import { rowsOf } from "./rows.ts";

const SET = "redact/texts";

interface TextRow {
  readonly id: string;
  readonly input: string;
  /** What must not survive; a text without it must stay as it is. */
  readonly forbidden?: string;
}

export const texts: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const rows = rowsOf<TextRow>(bench, "redact/texts.jsonl", { id: "string", input: "string" });
    const outcomes = rows.map((row) => {
      const got = redact(row.input);
      const secret = row.forbidden ?? "";
      const hit = secret === "" ? got === row.input : !got.includes(secret);
      return { id: row.id, secret: secret !== "", hit, shown: row.input, why: `became ${got}` };
    });
    return [
      line(
        SET,
        "secrets removed",
        outcomes.filter(({ secret }) => secret),
        { aim: { atLeast: 100 }, peer: "100 %" },
      ),
      line(
        SET,
        "other texts unchanged",
        outcomes.filter(({ secret }) => !secret),
        { aim: { atLeast: 100 }, peer: "100 %" },
      ),
    ];
  },
};
