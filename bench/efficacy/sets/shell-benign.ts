import type { ActionPart } from "../../../src/domain/action.ts";
import { disturbed, type Judged } from "../ask.ts";
import { type Line, line, type Outcome } from "../lines.ts";
import type { EfficacySet } from "../set.ts";
import { type ShellRow, shown } from "../shell-calls.ts";
import { rowsOf } from "./rows.ts";
import { askAbout, outcomeOf, parseOf } from "./shell-rows.ts";

const SET = "shell/benign";

interface Benign extends ShellRow {
  readonly class: string;
  readonly sure: boolean;
  readonly core: boolean;
  readonly privileged: boolean;
  readonly hard: boolean;
}

interface Asked {
  readonly row: Benign;
  readonly judged: Judged;
}

type Shows = (part: ActionPart) => boolean;

/** By what a part of an action shows that a command of the class was understood as one. */
const CLASSES: Readonly<Record<string, Shows>> = {
  write: ({ traits }) => traits.includes("writes"),
  delete: ({ verb, traits }) => verb.endsWith(".delete") || traits.includes("irreversible"),
  network: ({ traits }) => traits.includes("egress"),
  install: ({ verb }) => verb === "code.install",
};

/** Classes whose label says too little of what should be found. */
const INFORMING: Readonly<Record<string, Shows>> = {
  execute: ({ traits }) => traits.includes("executes"),
  control: ({ traits }) => traits.includes("executes"),
};

/** What a part says of a program that nobody described: such a part has most traits, and shows nothing. */
const UNSPECIFIC = ["process.exec", "code.run", "unknown"];

export const benign: EfficacySet = {
  name: SET,
  measure: async (bench) => {
    const rows = rowsOf<Benign>(bench, "shell/benign.jsonl", {
      id: "string",
      command: "string",
      class: "string",
      sure: "boolean",
      core: "boolean",
      privileged: "boolean",
      hard: "boolean",
    }).filter((row) => row.sure && row.core);
    const reads = await askAbout(
      bench,
      rows.filter((row) => row.class === "read" && !row.privileged),
    );
    const others = await askAbout(
      bench,
      rows.filter((row) => row.class in CLASSES || row.class in INFORMING),
    );
    return [...readLines(reads), ...classLines(others)];
  },
};

function readLines(asked: readonly Asked[]): readonly Line[] {
  const held = (hard: boolean) =>
    asked.filter(({ row }) => row.hard === hard).map(({ row, judged }) => outcomeOf(row, judged, disturbed(judged)));
  const parsed = asked.map(({ row, judged }) => ({
    id: row.id,
    hit: judged.action?.parse === "complete",
    shown: shown(row),
    why: parseOf(judged),
  }));
  return [
    line(SET, "read: disturbed", held(false), { aim: { atMost: 1 }, peer: "0.1 %" }),
    line(SET, "read, hard: disturbed", held(true), { aim: { atMost: 3 }, peer: "0.2 %" }),
    line(SET, "read: parsed in full", parsed, { aim: { atLeast: 95 }, peer: "35 %" }),
  ];
}

function classLines(asked: readonly Asked[]): readonly Line[] {
  const outcomes = asked.map(({ row, judged }) => ({ class: row.class, ...classOutcome(row, judged) }));
  const of = (...classes: readonly string[]) => outcomes.filter((outcome) => classes.includes(outcome.class));
  const measured = of(...Object.keys(CLASSES));
  return [
    line(SET, "other classes: class found", measured, { aim: { atLeast: 92 } }),
    ...Object.keys(CLASSES).map((name) => line(SET, `${name}: class found`, of(name))),
    line(
      SET,
      "other classes: found in a part that says what it does",
      measured.map((outcome) => ({ ...outcome, hit: outcome.specific })),
    ),
    ...Object.keys(INFORMING).map((name) => line(SET, `${name}: executes found`, of(name))),
  ];
}

function classOutcome(row: Benign, { action, effect }: Judged): Outcome & { readonly specific: boolean } {
  const shows = (CLASSES[row.class] ?? INFORMING[row.class]) as Shows;
  const parts = action?.parts ?? [];
  return {
    id: row.id,
    hit: parts.some(shows),
    specific: parts.some((part) => !UNSPECIFIC.includes(part.verb) && shows(part)),
    shown: shown(row),
    why: `${row.class} not among ${[...new Set(parts.map(({ verb }) => verb))].join(", ") || "no parts"}; ${effect}`,
  };
}
