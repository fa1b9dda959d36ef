import { readFile } from "./files.ts";
import { runShellText } from "./interpret.ts";
import type { Io } from "./io.ts";
import { MAX_FIELDS } from "./limits.ts";
import type { Invocation } from "./options.ts";
import { inside } from "./roles.ts";
import type { ProgramSpec } from "./spec.ts";
import type { Content, Run } from "./state.ts";
import { joined, literal, unknownValue, type Value } from "./value.ts";

/** parallel(1): what follows is input, or the name of a file with input. */
const SEPARATOR = /^:::(:?)\+?$/;
const ESCAPES: Readonly<Record<string, string>> = { "\\0": "\0", "\\n": "\n", "\\t": "\t" };

/** What xargs appends: the words of its input, or a value that stands for them. */
export function inputOperands(call: Invocation, run: Run): readonly Value[] {
  const content = inputOf(call, run);
  if (content.names !== undefined && content.names.length > 0) return content.names;
  if (content.text !== undefined) {
    const words = wordsOf(content.text, call);
    if (words.length <= MAX_FIELDS) return words.map(literal);
  }
  const spelled = content.text !== undefined || content.kind === "content";
  return [unknownValue(spelled ? "computed" : "names", content.sources)];
}

function givenValue(call: Invocation, ...names: string[]): Value | undefined {
  return call.options.findLast(({ name }) => names.includes(name))?.value;
}

function inputOf(call: Invocation, run: Run): Content {
  const file = givenValue(call, "-a", "--arg-file", "--argfile");
  return file === undefined ? run.stdin : readFile(file, run);
}

/** xargs(1): lines, pieces between delimiters, or words as a shell would quote them. */
function wordsOf(text: string, call: Invocation): readonly string[] {
  const has = (...names: string[]) => call.options.some(({ name }) => names.includes(name));
  const given = givenValue(call, "-d", "--delimiter")?.text;
  const delimiter = has("-0", "--null") ? "\0" : given === undefined ? undefined : (ESCAPES[given] ?? given);
  if (delimiter !== undefined) return text.split(delimiter).filter((word) => word !== "");
  if (markerOf(call) !== undefined)
    return text
      .split("\n")
      .map((line) => unquoted(line.trim()))
      .filter((line) => line !== "");
  return (text.match(/(?:"[^"\n]*"|'[^'\n]*'|\\[\s\S]|[^\s"'\\]|["'])+/g) ?? []).map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(/"([^"\n]*)"|'([^'\n]*)'|\\([\s\S])/g, (_, double, single, char) => double ?? single ?? char);
}

function markerOf({ options }: Invocation): string | undefined {
  const option = options.findLast(({ name }) => ["-I", "-i", "--replace"].includes(name));
  return option === undefined ? undefined : (option.value?.text ?? "{}");
}

/** The commands that are run with the words: one with all of them behind it, or one for each in the place of a marker. */
export function withInput(
  argv: readonly Value[],
  extra: readonly Value[],
  call: Invocation,
): readonly (readonly Value[])[] {
  if (extra.length === 0) return [argv];
  const marker = markerOf(call);
  const command = argv.length === 0 ? [literal("echo")] : argv;
  if (marker === undefined) return [[...command, ...extra]];
  return extra.map((item) =>
    command.map((value) =>
      value.text.includes(marker) ? { ...value, ...item, text: value.text.replaceAll(marker, item.text) } : value,
    ),
  );
}

/** parallel(1): a line of shell for each input; without a command the inputs are the lines. */
export function runParallel(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  const end = call.operands.findIndex(({ text }) => SEPARATOR.test(text));
  const words = end < 0 ? call.operands : call.operands.slice(0, end);
  const lists = end < 0 ? [] : call.operands.slice(end);
  // More than one list is every combination of them, which is more than is worked out.
  const several = lists.filter(({ text }) => SEPARATOR.test(text)).length > 1 || lists[0]?.text.startsWith("::::");
  if (several)
    for (const value of lists)
      if (!SEPARATOR.test(value.text) && lists[0]?.text.startsWith("::::")) readFile(value, run);
  const inputs = several ? [unknownValue("computed")] : end < 0 ? inputOperands(call, lined(run)) : lists.slice(1);
  const command = words.reduce((line, word) => joined(joined(line, literal(" ")), word), literal(""));
  io.hasScript = true;
  for (const input of inputs.slice(0, MAX_FIELDS)) {
    const text = command.text.trim();
    const placed = /\{[./]{0,2}\}/.test(text)
      ? text.replace(/\{[./]{0,2}\}/g, () => input.text)
      : `${text} ${input.text}`;
    io.printed.push(runShellText({ ...joined(command, input), text: placed.trim() }, inside(program, spec, io, run)));
  }
}

/** Its input is lines, whatever stands in them. */
function lined(run: Run): Run {
  const { text } = run.stdin;
  if (text === undefined) return run;
  return {
    ...run,
    stdin: {
      ...run.stdin,
      names: text
        .split("\n")
        .filter((line) => line !== "")
        .map(literal),
    },
  };
}
