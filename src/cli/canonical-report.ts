import type { Action, Canonical } from "../domain/action.ts";

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Puts a text into a style, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

const TIER_STYLES: Readonly<Record<Action["tier"], Style>> = {
  read_only: "green",
  bounded_write: "yellow",
  privileged: "red",
};

/** A canonical call for people: the action, its parts, and one line for each fact and finding. */
export function renderCanonical({ action, facts, findings, refusal }: Canonical, paint: Paint): string {
  const lines = [
    `${paint("bold", action.verb)}  ${paint(TIER_STYLES[action.tier], action.tier)}  ${action.traits.join(" ")}`,
    row(
      "tool",
      `${action.tool.server}/${action.tool.name}${action.tool.known ? "" : paint("red", "  unknown")}`,
      paint,
    ),
    row("resource", action.resource?.uri, paint),
    row("destinations", action.destinations.map(({ kind, value }) => `${kind} ${value}`).join(", "), paint),
    row("amount", action.amount === undefined ? "" : `${action.amount.value} ${action.amount.currency}`, paint),
    row("sensitivity", [action.sensitivity, ...action.data_classes].join(" "), paint),
    row("parse", paint(action.parse === "complete" ? "green" : "red", action.parse), paint),
    row("refused", refusal === undefined ? "" : `${refusal.code}: ${refusal.message}`, paint),
    row("digest", action.digest, paint),
    ...section("parts", (action.parts ?? []).map(partLine), paint),
    ...Object.entries(facts).flatMap(([kind, found]) => section(kind, [...(found ?? [])].map(factLine), paint)),
    ...section("findings", findings.map(factLine), paint),
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function row(name: string, value: string | undefined, paint: Paint): string {
  return value === undefined || value === "" ? "" : `  ${paint("dim", name.padEnd(13))}${value}`;
}

function section(name: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [`  ${paint("cyan", name)}`, ...lines.map((line) => `    ${line}`)];
}

function partLine(part: NonNullable<Action["parts"]>[number]): string {
  const where = [part.resource?.uri, ...part.destinations.map(({ value }) => value)].filter(
    (text) => text !== undefined,
  );
  return [part.verb.padEnd(16), part.tier.padEnd(14), ...where].join(" ").trimEnd();
}

/** Members that say something, `name=value`; where a fact was found is clear from the call. */
function factLine(fact: unknown): string {
  return Object.entries(fact as object)
    .filter(
      ([name, value]) =>
        name !== "at" && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${name}=${shown(value)}`)
    .join(" ");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(",");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value as object)
    .map(shown)
    .filter((text) => text !== "")
    .join(":");
}
