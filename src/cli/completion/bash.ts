import type { CompletedCommand, Values } from "./model.ts";

/** A bash function, and what makes bash call it. Needs no other package. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const words = commands.map(
    ({ path, commands: inner, arguments: values }) =>
      `    ${quoted(path)}) echo ${quoted(inner.length > 0 ? inner.map(({ name }) => name).join(" ") : wordsOf(values))} ;;`,
  );
  const flags = commands.map(
    ({ path, options }) =>
      `    ${quoted(path)}) echo ${quoted(options.flatMap((option) => option.flags).join(" "))} ;;`,
  );
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap((option) =>
      option.values === undefined
        ? []
        : [
            `    ${option.flags.map((flag) => quoted(`${path}:${flag}`)).join("|")}) echo ${quoted(wordsOf(option.values))} ;;`,
          ],
    ),
  );
  return `# bash completion of writ: source <(writ completion bash)
_writ_words() {
  case "$1" in
${words.join("\n")}
  esac
}
_writ_flags() {
  case "$1" in
${flags.join("\n")}
  esac
}
_writ_values() {
  case "$1" in
${values.join("\n")}
  esac
}
${WALK}`;
}

/** What stands for a path, in the lists of words. */
const FILE = "@file";

function wordsOf(values: Values): string {
  if (values === "file") return FILE;
  return values === "any" ? "" : values.join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The path is the words that name commands, from the left; the value of the option before the cursor comes first. */
const WALK = `_writ() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' word next offered
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && continue
    next=\${path:+$path }$word
    [[ -n $(_writ_flags "$next") ]] || break
    path=$next
  done
  COMPREPLY=()
  case $previous in
    -*) offered=$(_writ_values "$path:$previous") ;;
    *) offered='' ;;
  esac
  if [[ -z $offered ]]; then
    if [[ $current == -* ]]; then offered=$(_writ_flags "$path"); else offered=$(_writ_words "$path"); fi
  fi
  if [[ $offered == ${FILE} ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$current")
  fi
}
complete -F _writ writ
`;
