import type { CompletedCommand, CompletedOption, Values } from "./model.ts";

/** A function for zsh: a file \`_writ\` in a folder of $fpath, or sourced after compinit. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const cases = commands.flatMap(({ path, commands: inner, options, arguments: values }) => [
    `    ${quoted(path)})`,
    `      flags=(${options.flatMap(flagsOf).join(" ")})`,
    ...(inner.length > 0
      ? [`      words_here=(${inner.map(({ name, description }) => item(name, description)).join(" ")})`]
      : valuesHere("words_here", values)),
    "      case $previous in",
    ...options.flatMap((option) =>
      option.values === undefined
        ? []
        : [
            `        ${option.flags.join("|")}) ${[...valuesHere("values", option.values), "takes=1"].map((line) => line.trim()).join("; ")} ;;`,
          ],
    ),
    "      esac ;;",
  ]);
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  return `#compdef writ
# zsh completion of writ: writ completion zsh > a folder of $fpath, as _writ
_writ() {
  local previous=\${words[CURRENT-1]} where='' word next files='' takes=''
  local -a flags words_here values known
  known=(${paths.join(" ")})
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && continue
    next="\${where:+$where }$word"
    (( \${known[(Ie)$next]} )) || break
    where=$next
  done
  case $where in
${cases.join("\n")}
  esac
${OFFER}`;
}

/** Options of which the value is anything offer nothing, rather than what could not stand there. */
const OFFER = `  if [[ -n $takes ]]; then
    if (( $#values )); then compadd -a values; elif [[ $files == values ]]; then _files; fi
  elif [[ \${words[CURRENT]} == -* ]]; then
    _describe -o 'option' flags
  elif (( $#words_here )); then
    _describe 'command' words_here
  elif [[ $files == *words_here ]]; then
    _files
  fi
}
if [[ $funcstack[1] == _writ ]]; then _writ "$@"; elif (( $+functions[compdef] )); then compdef _writ writ; fi
`;

function valuesHere(name: string, values: Values): readonly string[] {
  if (values === "any") return [];
  return values === "file" ? [`      files=${name}`] : [`      ${name}=(${values.map(quoted).join(" ")})`];
}

function flagsOf({ flags, description }: CompletedOption): readonly string[] {
  return flags.map((flag) => item(flag, description));
}

/** A word with what it is for; a colon ends the word. */
function item(word: string, description: string): string {
  return quoted(`${word.replaceAll(":", "\\:")}:${description.replaceAll(":", "\\:")}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
