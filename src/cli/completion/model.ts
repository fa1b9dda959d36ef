import type { Argument, Command, Option } from "commander";

/** What can stand in a place: one of these words, the path of a file, or anything. */
export type Values = readonly string[] | "file" | "any";

export interface CompletedOption {
  /** `-o` and `--output`, or one of them. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent: it takes no value. */
  readonly values?: Values;
}

export interface CompletedCommand {
  /** The words behind the program's name: "" for the program itself, `policy test`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly arguments: Values;
}

/** Placeholders of what lies in the file system. */
const FILES = /^(file|folder|path|path or digest|manifest|catalogue|bundle|request)(\.\.\.)?$/;

/** Every command with what the Tab key may offer there: read from the parser itself, so that none is forgotten. */
export function completionModel(program: Command): readonly CompletedCommand[] {
  return describe(program, "");
}

function describe(command: Command, path: string): readonly CompletedCommand[] {
  const own: CompletedCommand = {
    path,
    commands: command.commands.map((inner) => ({ name: inner.name(), description: inner.description() })),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionOf), HELP],
    arguments: argumentsOf(command.registeredArguments),
  };
  const inner = command.commands.flatMap((each) =>
    describe(each, path === "" ? each.name() : `${path} ${each.name()}`),
  );
  return [own, ...inner];
}

const HELP: CompletedOption = { flags: ["-h", "--help"], description: "display help for command" };

function optionOf({ short, long, description, argChoices, flags, required, optional }: Option): CompletedOption {
  const names = [short, long].filter((flag) => flag !== undefined);
  if (!required && !optional) return { flags: names, description };
  const placeholder = /[<[]([^>\]]*)[>\]]/.exec(flags)?.[1] ?? "";
  return { flags: names, description, values: argChoices ?? (FILES.test(placeholder) ? "file" : "any") };
}

function argumentsOf(all: readonly Argument[]): Values {
  const choices = all.flatMap(({ argChoices }) => argChoices ?? []);
  if (choices.length > 0) return choices;
  return all.some((argument) => FILES.test(argument.name())) ? "file" : "any";
}
