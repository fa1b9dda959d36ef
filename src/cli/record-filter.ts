import { type Command, InvalidArgumentError } from "commander";
import { EFFECTS } from "../domain/decision.ts";
import type { DecisionFilter } from "../ports/record-store.ts";
import type { RecordSelection } from "../ports/record-stream.ts";

const FIELDS = ["agent", "session", "task", "effect", "verb", "tool", "reason", "request_id"] as const;
type Field = (typeof FIELDS)[number];

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const AGO = /^(\d{1,6})([mhd])$/;
const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

export interface RecordOptions {
  readonly tenant: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
  readonly where?: Readonly<Partial<Record<Field, string>>>;
  readonly limit?: number;
}

/** What every command takes that reads many records: which ones. */
export function selectingRecords(command: Command): Command {
  return command
    .option("--tenant <name>", "whose records", "default")
    .option("--since <time>", "from then on: 2026-11-20T15:04:05Z, a day, or 30m, 24h, 7d ago", momentOf)
    .option("--until <time>", "before then", momentOf)
    .option("--where <field=value...>", `of ${FIELDS.join(", ")}`, whereOf)
    .option("--limit <number>", "the newest so many of them", countOf);
}

export function selectionOf({ tenant, since, until, where = {}, limit }: RecordOptions): RecordSelection {
  const filter: DecisionFilter = {
    ...where,
    ...(since === undefined ? {} : { from_ms: since }),
    ...(until === undefined ? {} : { to_ms: until }),
  };
  return { tenant, filter, ...(limit === undefined ? {} : { limit }) };
}

/**
 * A time of the command line, or how long ago; milliseconds since 1970.
 *
 * @throws InvalidArgumentError
 */
export function momentOf(text: string): number {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count !== undefined) return Date.now() - Number(count) * (UNITS_MS[unit ?? ""] ?? 0);
  const at = TIME.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 1 March.
  if (Number.isNaN(at) || !isDay(text.slice(0, 10)))
    throw new InvalidArgumentError("It is neither a time nor 24h or 7d.");
  return at;
}

function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function whereOf(text: string, before: RecordOptions["where"] = {}): RecordOptions["where"] {
  const [field = "", ...rest] = text.split("=");
  const value = rest.join("=");
  if (rest.length === 0 || value === "") throw new InvalidArgumentError("It is not of the form field=value.");
  const known = FIELDS.find((name) => name === field);
  if (known === undefined) throw new InvalidArgumentError(`There is no field ${field}, only ${FIELDS.join(", ")}.`);
  if (known === "effect" && !EFFECTS.some((effect) => effect === value)) {
    throw new InvalidArgumentError(`There is no effect ${value}, only ${EFFECTS.join(", ")}.`);
  }
  if (before[known] !== undefined) throw new InvalidArgumentError(`${known} is given twice.`);
  return { ...before, [known]: value };
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError("It is no number from 1 on.");
  return Number(text);
}
