import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { EXAMPLES } from "../../../src/cli/help/examples.ts";
import { FIRST_STEPS, GROUPS } from "../../../src/cli/help/groups.ts";
import { createProgram } from "../../../src/cli/program.ts";

/** A terminal as it opens, if nobody makes it larger. */
const LINES = 24;
const COLUMNS = 80;
/** More options than lines: these need a larger one. */
const LARGER: Readonly<Record<string, number>> = { replay: 100 };
/** What is wrapped breaks by itself; an example that is longer than this does not look like one any more. */
const LONGEST = 100;

interface Reached {
  readonly path: string;
  readonly command: Command;
}

const program = createProgram("1.2.3", {});
const all = reach(program, "");
const commands = all.filter(({ path }) => path !== "");

function reach(command: Command, path: string): readonly Reached[] {
  const inner = command.commands.flatMap((each) => reach(each, path === "" ? each.name() : `${path} ${each.name()}`));
  return [{ path, command }, ...inner];
}

/** All that --help prints, what stands behind the options too. */
function helpOf(command: Command, columns: number): readonly string[] {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => columns });
  command.outputHelp();
  return text.trimEnd().split("\n");
}

describe("--help", () => {
  test("knows more than seventy commands", () => {
    expect(commands.length).toBeGreaterThan(70);
  });

  test.each(all)("of `writ $path` fits a screen", ({ command, path }) => {
    const columns = LARGER[path] ?? COLUMNS;
    const lines = helpOf(command, columns);
    const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
    expect({ fits: rows <= LINES, text: lines.join("\n") }).toEqual({ fits: true, text: lines.join("\n") });
    expect(lines.filter((line) => line.length > LONGEST)).toEqual([]);
  });

  test.each(commands)("of `writ $path` says what it does, and shows it in use", ({ command, path }) => {
    expect(command.description()).not.toBe("");
    const text = helpOf(command, COLUMNS).join("\n");
    expect(EXAMPLES[path], `src/cli/help/examples.ts has no line for ${path}`).toBeDefined();
    for (const example of EXAMPLES[path] ?? []) expect(text).toContain(example);
  });

  test("of the program names every command once", () => {
    const named = GROUPS.flatMap(([, names]) => names);
    expect([...named].sort()).toEqual(program.commands.map((command) => command.name()).sort());
  });

  test("has no example of a command that is not there", () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(commands.map(({ path }) => path).sort());
  });
});

/** Words as a shell would have them, as far as the examples go: no escapes, no nesting. */
function wordsOf(line: string): readonly string[] {
  const plain = line.replace(/\s+#.*$/, "").replace(/\s+[<>]\s+\S+$/, "");
  const inner = /<\((.*)\)/.exec(plain)?.[1] ?? plain;
  const words = [...inner.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? (bare as string));
  return words.filter((word) => !/^WRIT_\w+=/.test(word));
}

const lines = [...FIRST_STEPS, ...Object.values(EXAMPLES).flat()].map((line) => ({ line }));

test.each(lines)("the example `$line` is one that the program takes", ({ line }) => {
  const [name, ...words] = wordsOf(line);
  expect(name).toBe("writ");
  let command = program;
  while (command.commands.some((inner) => inner.name() === words[0])) {
    const next = words.shift();
    command = command.commands.find((inner) => inner.name() === next) as Command;
  }
  // Of a group there is nothing to run.
  expect(command.commands).toEqual([]);
  // A program of its own: parsing changes a command.
  const { operands, unknown } = command.parseOptions([...words]);
  expect(unknown).toEqual([]);
  const { length: needed } = command.registeredArguments.filter(({ required }) => required);
  const variadic = command.registeredArguments.some((argument) => argument.variadic);
  expect(operands.length).toBeGreaterThanOrEqual(needed);
  if (!variadic) expect(operands.length).toBeLessThanOrEqual(command.registeredArguments.length);
  for (const option of command.options.filter(({ mandatory }) => mandatory)) {
    expect(words.some((word) => word === option.long || word === option.short)).toBe(true);
  }
});
