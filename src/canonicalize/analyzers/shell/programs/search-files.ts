import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that look for files and show what folders hold. */
export const FILE_SEARCH: ProgramTable = {
  apropos: "whatis",
  dfc: { lenient: true, options: { "-c -e -i -m -p -q -t -u": "text" }, operands: "mention*", output: "facts" },
  diskus: { lenient: true, options: { "-j --threads": "text" }, operands: "list*", output: "facts" },
  duf: {
    lenient: true,
    options: {
      "--only --hide --output --sort --style --theme --width --hide-fs --hide-mp --only-fs --only-mp": "text",
      "--inodes": "text",
    },
    operands: "mention*",
    output: "facts",
  },
  dust: {
    lenient: true,
    options: {
      "-d --depth -n --number-of-lines -X --ignore-directory -z --min-size -e --filter -v": "text",
      "--invert-filter -w --terminal_width -o --output-format -S --stack-size": "text",
      "-I --ignore-all-in-file --files0-from --config": "read",
    },
    operands: "list*",
    output: "facts",
  },
  exa: {
    lenient: true,
    options: {
      "-I --ignore-glob -L --level -s --sort -t --time --color --icons --time-style": { value: "text", optional: true },
      "--group-directories-first": { value: "text", optional: true },
    },
    operands: "list*",
    output: "names",
  },
  eza: "exa",
  fd: {
    flags:
      "-H --hidden -I --no-ignore -u --unrestricted -s --case-sensitive -i --ignore-case -g --glob " +
      "--regex -F --fixed-strings -a --absolute-path -l --list-details -L --follow -p --full-path -0 " +
      "--print0 --prune -1 -q --quiet --show-errors --no-ignore-vcs --no-ignore-parent " +
      "--no-global-ignore-file --one-file-system --xdev --strip-cwd-prefix --no-require-git --no-follow " +
      "--no-hidden --ignore --relative-path --mount --hyperlink",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-x --exec -X --exec-batch": { operands: "text command" },
      "--search-path --base-directory -C": "list",
      "-d --max-depth --min-depth --exact-depth --maxdepth -E --exclude -t --type -e --extension -S": "text",
      "--size --changed-within --changed-before --change-newer-than --change-older-than --newer --older": "text",
      "--changed-after -o --owner -c --color -j --threads --batch-size --path-separator --max-results": "text",
      "--ignore-file --format --and --gen-completions": "text",
    },
    operands: "text list*",
    output: "names",
  },
  fdfind: "fd",
  fdupes: {
    flags:
      "-r --recurse -R -s --symlinks -H --hardlinks -n --noempty -A --nohidden -f --omitfirst -1 " +
      "--sameline -S --size -m --summarize -q --quiet -p --permissions -i --reverse -t --time --cache",
    options: {
      ...SHORT_HELP,
      "-v": { harmless: true },
      "-d --delete -N --noprompt -I --immediate": { operands: "delete*" },
      "-l --log": "write",
      "-o --order -G --minsize -L --maxsize": "text",
    },
    operands: "search*",
    output: "names",
  },
  find: { grammar: "find" },
  gfind: { grammar: "find" },
  jdupes: {
    flags:
      "-r --recurse -R -s --symlinks -H --hard-links -A --no-hidden -f --omit-first -1 " +
      "--one-file-system -S --size -m --summarize -M --print-summarize -q --quiet -p --permissions -i " +
      "--reverse -z --zero-match -Z --soft-abort -j --json -0 --print-null -Q --quick -T --partial-only " +
      "-u --print-unique -D --debug -I --isolate -t --no-change-check -O --param-order",
    options: {
      ...SHORT_HELP,
      "-v": { harmless: true },
      "-d --delete -N --no-prompt": { operands: "delete*" },
      "-L --link-hard -l --link-soft -B --dedupe": { operands: "write*" },
      "-y --hash-db": "write",
      "-C --chunk-size -P --print -o --order -X --ext-filter": "text",
    },
    operands: "search*",
    output: "names",
  },
  l: "ls",
  la: "ls",
  ll: "ls",
  locate: {
    options: { "-d --database": "read", "-l -n --limit": "text" },
    lenient: true,
    operands: "text*",
    output: "names",
  },
  lsd: {
    lenient: true,
    options: {
      "-I --ignore-glob --depth --color --icon --date --size --sort --blocks --group-dirs --permission": "text",
      "--config-file": "text",
    },
    operands: "list*",
    output: "names",
  },
  mdfind: {
    lenient: true,
    options: { "-onlyin": "list", "-attr -name -s": "text" },
    operands: "text*",
    output: "names",
  },
  mlocate: "locate",
  namei: { lenient: true, operands: "mention*", output: "names" },
  ncdu: {
    flags:
      "-0 -1 -2 -q -x -r -e -L -C --cross-file-system --exclude-caches --exclude-kernfs " +
      "--follow-symlinks --apparent-size --disk-usage --si --show-hidden --hide-hidden --extended " +
      "--slow-ui-updates --fast-ui-updates",
    options: {
      ...SHORT_HELP,
      "-v -V": { harmless: true },
      "-o": "write",
      "-f": "read",
      "-X --exclude-from": "read",
      "--exclude --color --graph-style --sort -t": "text",
    },
    operands: "list*",
    output: "facts",
  },
  plocate: "locate",
  // It writes a script that removes what it found.
  rmlint: {
    flags:
      "--keep-all-tagged --keep-all-untagged --must-match-tagged --must-match-untagged " +
      "--merge-directories --match-basename --match-extension --match-without-extension --paranoid " +
      "--followlinks --crossdev --hidden --no-crossdev --no-followlinks --write-unfinished " +
      "--honour-dir-layout -g -p -P -v -V -r -R -l -L -x -X -f -F -H -k -K -m -M -e -E -D -i -I -b -B " +
      "-q -Q -z -Z " +
      "--progress --no-hidden --see-symlinks",
    options: {
      ...SHORT_HELP,
      "-o --output -O --add-output": "write",
      "-T --types -s --size -d --max-depth -S --rank-by -a --algorithm -n --newer-than -t --threads -c": "text",
      "--config -y --sort-by -C": "text",
    },
    operands: "search*",
    does: ["file.write"],
    output: "names",
  },
  slocate: {
    lenient: true,
    operands: "text*",
    output: "names",
    options: { "-d --database -e -n": "text", "-u -U": { does: ["file.write"] }, "-o": "write" },
  },
  tree: {
    flags:
      "-a -A -C -d -D -f -F -g -h -i -J -l -n -N -p -q -Q -r -R -s -S -t -u -U -v -x -X -c --device " +
      "--dirsfirst --du --filesfirst --fromfile --fromtabfile --gitignore --inodes --matchdirs " +
      "--metafirst --noreport --nolinks --prune --si --info --ignore-case --opt-toggle --fflinks " +
      "--compress --caseinsensitive --hyperlink",
    options: {
      ...HELP,
      "-o --output": "write",
      "--infofile --gitfile --hintro --houtro": "read",
      "-H -I -L -P -T --charset --filelimit --timefmt --sort --scheme --authority": "text",
    },
    operands: "list*",
    output: "names",
    rules: [{ option: "-R", does: ["file.write"] }],
  },
  updatedb: {
    flags: "-v --verbose --debug-pruning",
    options: {
      ...HELP,
      "-h -V": { harmless: true },
      "-o --output": "write",
      "-U --database-root --findoptions --localpaths --netpaths --prunepaths --prunefs --netuser": "text",
      "--localuser --dbformat -e --add-prunepaths --add-prunenames --add-prunefs -l": "text",
      "--require-visibility --prunenames --prune-bind-mounts --add-single-prunepath": "text",
    },
    operands: "text*",
    does: ["file.write"],
  },
  whatis: {
    lenient: true,
    operands: "text*",
    output: "names",
    options: { "-s --sections -m --systems -M --manpath -L --locale -C --config-file": "text" },
  },
  whereis: { options: { "-B -M -S": "text" }, lenient: true, operands: "text*", output: "names" },
  which: { lenient: true, operands: "text*", output: "names" },
};
