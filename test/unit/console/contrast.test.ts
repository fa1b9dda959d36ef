import { expect, test } from "vitest";
import { stylesheet } from "../../../src/console/style.ts";

const { body } = await stylesheet();
const [light = "", dark = ""] = [...body.matchAll(/:root \{([^}]*)\}/g)].map(([, colours]) => colours);

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
}

const PAIRS = [
  ["ink", "paper", 7],
  ["quiet", "paper", 7],
  ["link", "paper", 7],
  ["no", "paper", 7],
  ["on", "yes", 7],
  ["ink", "warn", 7],
  ["line", "paper", 3],
  ["warn-line", "warn", 3],
] as const;

test.each([
  ["light", light],
  ["dark", dark],
])("in the %s scheme texts and what bounds things can be told from what is behind them", (_, colours) => {
  const by = Object.fromEntries(
    [...colours.matchAll(/--([a-z-]+): (#[0-9a-f]+)/g)].map(([, name, colour]) => [name, colour]),
  );
  for (const [text, ground, least] of PAIRS) {
    expect(contrast(by[text] ?? "", by[ground] ?? ""), `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
  }
});
