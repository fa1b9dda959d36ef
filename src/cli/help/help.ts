import { type Argument, type Command, Help, type Option } from "commander";
import { EXAMPLES } from "./examples.ts";
import { FIRST_STEPS, GROUPS } from "./groups.ts";

/** Gives the program and each of its commands a help that a screen holds, with examples. */
export function addHelp(program: Command): void {
  program.configureHelp({ formatHelp: formatProgram });
  program.helpCommand(false);
  for (const command of program.commands) addHelpTo(command, command.name());
}

function addHelpTo(command: Command, path: string): void {
  // Before the commands below it: none of them has `help` beside --help.
  if (command.commands.length > 0) command.helpCommand(false);
  command.configureHelp({
    // What it does stands right below how it is called.
    formatHelp: (shown, helper) => Help.prototype.formatHelp.call(helper, shown, helper).replace("\n\n", "\n"),
    visibleOptions: (shown) => shown.options.filter(({ hidden }) => !hidden),
    optionDescription: describeOption,
    argumentDescription: ({ description, argChoices }) =>
      argChoices === undefined ? description : `${description}: ${argChoices.join(", ")}`,
    subcommandTerm: (shown) => [shown.name(), ...shown.registeredArguments.map(argumentTerm)].join(" "),
  });
  const examples = EXAMPLES[path];
  if (examples !== undefined) command.addHelpText("after", `\n${titled("Examples", examples)}`);
  for (const inner of command.commands) addHelpTo(inner, `${path} ${inner.name()}`);
}

/** The commands by what they are for; their own help says the rest. */
function formatProgram(program: Command, helper: Help): string {
  const known = new Map(program.commands.map((command) => [command.name(), command]));
  const width = Math.max(...GROUPS.map(([title]) => title.length));
  const groups = GROUPS.map(
    ([title, names]) => `${title.padEnd(width)}  ${names.filter((name) => known.has(name)).join(", ")}`,
  );
  return [
    `Usage: ${helper.commandUsage(program)}`,
    `${program.description()}.`,
    "",
    titled("Commands", groups),
    "",
    titled("Options", [
      "-V, --version  the version of this program",
      "-h, --help     of a command too: writ serve --help",
    ]),
    "",
    titled("Examples", FIRST_STEPS),
    "",
  ].join("\n");
}

function titled(title: string, lines: readonly string[]): string {
  return `${title}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** As commander has it, without the `(default: false)` of what is simply not said. */
function describeOption({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const extra = [
    ...(argChoices === undefined ? [] : [argChoices.join(", ")]),
    ...(defaultValue === undefined || defaultValue === false || defaultValue === ""
      ? []
      : [`default: ${defaultValueDescription ?? String(defaultValue)}`]),
  ];
  return extra.length === 0 ? description : `${description} (${extra.join("; ")})`;
}

function argumentTerm(argument: Argument): string {
  const text = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${text}>` : `[${text}]`;
}
