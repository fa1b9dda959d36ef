import type { CompletedCommand, CompletedOption, Values } from "./model.ts";

/** Lines for fish: a file \`writ.fish\` in its folder of completions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  return `# fish completion of writ: writ completion fish > ~/.config/fish/completions/writ.fish
set -g __writ_paths ${paths.join(" ")}
function __writ_at --description 'whether the words so far lead to this command'
  set -l path
  set -l tokens (commandline -opc)
  for word in $tokens[2..-1]
    string match -q -- '-*' $word; and continue
    set -l next (string join ' ' $path $word)
    contains -- $next $__writ_paths; or break
    set path $path $word
  end
  set -l joined (string join ' ' $path)
  test "$joined" = "$argv[1]"
end
complete -c writ -f
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, commands, options, arguments: values }: CompletedCommand): readonly string[] {
  const here = `complete -c writ -n ${quoted(`__writ_at ${quoted(path)}`)}`;
  return [
    ...commands.map(({ name, description }) => `${here} -a ${quoted(name)} -d ${quoted(description)}`),
    ...(commands.length > 0 || values === "any" ? [] : [`${here} ${offered(values)}`]),
    ...options.map((option) => `${here} ${flagsOf(option)} -d ${quoted(option.description)}`),
  ];
}

function flagsOf({ flags, values }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  if (values === undefined) return names.join(" ");
  // -x keeps files away, -r lets them in.
  return [...names, values === "any" ? "-x" : `${values === "file" ? "-r" : "-x"} ${offered(values)}`].join(" ");
}

function offered(values: Values): string {
  return values === "file" ? "-F" : `-a ${quoted((values as readonly string[]).join(" "))}`;
}

/** In single quotes fish knows an escaped quote and an escaped backslash. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
