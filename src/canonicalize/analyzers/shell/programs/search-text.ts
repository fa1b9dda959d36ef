import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that look for text in files, most of them below folders, and that choose lines. */
export const TEXT_SEARCH: ProgramTable = {
  ack: {
    flags:
      "-a -c --count -f -h --no-filename -H --with-filename -i --ignore-case -I --no-ignore-case -l " +
      "--files-with-matches -L --files-without-matches -n --no-recurse -o -p -Q --literal -r -R " +
      "--recurse -s -S --smart-case --no-smart-case -v --invert-match -w --word-regexp -x --print0 " +
      "--bar --break --nobreak --color --nocolor --colour --nocolour --column --nocolumn --cathy " +
      "--create-ackrc --dump --env --noenv --flush --follow --nofollow --group --nogroup --heading " +
      "--noheading --passthru --proximate --show-types --sort-files --help-types --thpppt --no-filter " +
      "--filter -1 --ignore-ack-defaults",
    options: {
      ...HELP,
      "--man": { harmless: true },
      "--pager --nopager": { value: "shell", optional: true },
      "-g": { value: "text", operands: "search*" },
      "--ackrc --files-from": "read",
      "--match": { value: "text", operands: "search*" },
      "--output": "code",
      "-A --after-context -B --before-context -C --context -m --max-count --color-filename": "text",
      "--color-lineno --color-match --ignore-dir --noignore-dir --ignore-directory --ignore-file --type": "text",
      "-t --type-add --type-set --type-del -T --range-start --range-end": "text",
    },
    operands: "text search*",
    stdin: "data",
  },
  "ack-grep": "ack",
  ag: {
    flags:
      "-a --all-types -c --count -D --debug -f --follow -F --fixed-strings -H --heading -h --no-heading " +
      "--hidden -i --ignore-case -l --files-with-matches -L --files-without-matches -o --only-matching " +
      "-Q --literal -q -r --recurse -n --norecurse -R -s --case-sensitive -S --smart-case --silent " +
      "--stats -t --all-text -u --unrestricted -U --skip-vcs-ignores -v --invert-match --vimgrep -w " +
      "--word-regexp -z --search-zip -0 --null --print0 --ackmate --color --nocolor --break --nobreak " +
      "--column --group --nogroup --filename --nofilename --numbers --nonumbers --passthrough " +
      "--list-file-types --print-all-files --multiline --nomultiline --search-binary --search-files " +
      "--one-device --stats-only --affinity --noaffinity --case-insensitive",
    options: {
      "--filename-pattern": { value: "text", operands: "search*" },
      ...HELP,
      "-V": { harmless: true },
      "--pager": "shell",
      "-p --path-to-ignore": "read",
      "-g": { value: "text", operands: "search*" },
      "-A --after -B --before -C --context -G --file-search-regex -m --max-count -W --width --depth": "text",
      "--ignore --ignore-dir --workers --color-line-number --color-match --color-path": "text",
    },
    operands: "text search*",
    stdin: "data",
  },
  bzegrep: "zgrep",
  bzfgrep: "zgrep",
  bzgrep: "zgrep",
  egrep: "grep",
  fgrep: "grep",
  fzf: {
    flags:
      "-x --extended +x --no-extended -e --exact -i +i --ignore-case --no-ignore-case +s --no-sort -m " +
      "--multi +m --no-multi --tac --disabled --phony --cycle --no-mouse --no-color --ansi --reverse " +
      "--inline-info --print-query --read0 --print0 -0 -1 --select-1 --exit-0 --no-hscroll --no-bold " +
      "--sync --literal --no-unicode --filepath-word --track --keep-right --no-info --no-scrollbar " +
      "--no-separator --no-border --no-height --highlight-line --wrap",
    options: {
      ...SHORT_HELP,
      "--preview --bind --execute --become --with-shell": "shell",
      "--history": "write",
      "--listen --listen-unsafe": { value: "listen", optional: true, does: ["net.listen"] },
      "-q --query -f --filter -d --delimiter -n --nth --with-nth --accept-nth --height --min-height": "text",
      "--layout --margin --padding --info --prompt --pointer --marker --header --header-lines": "text",
      "--preview-window --preview-label --color --tabstop --expect --scheme --algo --tiebreak": "text",
      "--scroll-off --hscroll-off --jump-labels --history-size --border-label --ellipsis --separator": "text",
      "--walker --walker-root --walker-skip --style --gutter --ghost --list-label --input-label": "text",
      "--header-label": "text",
      "--bash --zsh --fish": { harmless: true },
      "--border": { value: "text", optional: true },
    },
    operands: "text*",
    stdin: "data",
  },
  fzy: {
    lenient: true,
    options: { "-l -p -q -e -t -j --lines --prompt --query --show-matches --workers": "text" },
    operands: "text*",
    stdin: "data",
  },
  ggrep: "grep",
  // The option for folders is named: without it, only the files are searched.
  grep: {
    options: {
      "-e --regexp": { value: "text", operands: "search*" },
      "-f --file": { value: "read", operands: "search*" },
      "--exclude-from": "read",
      "-m --max-count --label --binary-files -d --directories -D --devices --include --exclude": "text",
      "--exclude-dir -B --before-context -A --after-context -C --context --group-separator": "text",
      "--color --colour": { value: "text", optional: true },
    },
    lenient: true,
    operands: "text search*",
    stdin: "data",
    flags:
      "-r -R --recursive --dereference-recursive -E --extended-regexp -F --fixed-strings -G " +
      "--basic-regexp -P --perl-regexp -i --ignore-case --no-ignore-case -w --word-regexp -x " +
      "--line-regexp -z --null-data -s --no-messages -v --invert-match -b --byte-offset -n " +
      "--line-number --line-buffered -H --with-filename -h --no-filename -o --only-matching -q --quiet " +
      "--silent -a --text -I -L --files-without-match -l --files-with-matches -c --count -T " +
      "--initial-tab -Z --null --no-group-separator -U --binary -y",
  },
  lzgrep: "zgrep",
  peco: {
    lenient: true,
    options: {
      "--query --prompt --layout --initial-index --initial-filter -b --buffer-size --rcfile": "text",
      "--exec": "shell",
    },
    operands: "read*",
    stdin: "data",
  },
  rg: {
    flags:
      "-a -c -F -h -H -i -I -l -L -n -N -o -P -p -q -s -S -U -u -v -w -x -z -0 -b -. --text --count " +
      "--count-matches --fixed-strings --no-filename --with-filename --ignore-case --files-with-matches " +
      "--files-without-match --follow --line-number --no-line-number --only-matching --pcre2 --pretty " +
      "--quiet --case-sensitive --smart-case --multiline --multiline-dotall --unrestricted " +
      "--invert-match --word-regexp --line-regexp --search-zip --null --null-data --byte-offset " +
      "--hidden --no-hidden --no-ignore --no-ignore-vcs --no-ignore-dot --no-ignore-global " +
      "--no-ignore-parent --no-ignore-files --no-ignore-exclude --no-ignore-messages --no-messages " +
      "--no-config --no-heading --heading --column --no-column --vimgrep --stats --json --debug --trace " +
      "--trim --binary --no-binary --block-buffered --line-buffered --crlf --no-crlf " +
      "--glob-case-insensitive --include-zero --passthru --passthrough --one-file-system --no-mmap " +
      "--mmap --no-unicode --no-pcre2-unicode --auto-hybrid-regex --no-require-git --no-follow " +
      "--stop-on-nonmatch --no-pre --ignore --no-context-separator --type-list",
    options: {
      ...HELP,
      "-V": { harmless: true },
      "--pre": "shell",
      "--hostname-bin": "shell",
      "-e --regexp": { value: "text", operands: "search*" },
      "-f --file": { value: "read", operands: "search*" },
      "--ignore-file": "read",
      "-A --after-context -B --before-context -C --context -d --max-depth --maxdepth -E --encoding -g": "text",
      "--glob --iglob -j --threads -m --max-count -M --max-columns -r --replace -t --type -T --type-not": "text",
      "--type-add --type-clear --color --colors --context-separator --dfa-size-limit --engine": "text",
      "--field-context-separator --field-match-separator --max-filesize --path-separator --pre-glob": "text",
      "--regex-size-limit --sort --sortr --hyperlink-format --generate": "text",
      "--files": { operands: "list*" },
    },
    operands: "text search*",
    stdin: "data",
  },
  rga: {
    flags:
      "-i -l -n -c -v -w -s -S -F --rga-accurate --rga-no-cache --files-with-matches --ignore-case " +
      "--rga-list-adapters --rga-no-prefix-filenames --json --hidden --no-ignore -h -H -N -o -p -q",
    options: {
      ...HELP,
      "-e": { value: "text", operands: "search*" },
      "--rga-adapters --rga-max-archive-recursion --rga-cache-path --rga-cache-max-blob-len": "text",
      "--rga-cache-compression-level -g --glob -t --type -A -B -C -m -j --color": "text",
    },
    operands: "text search*",
  },
  rgrep: "grep",
  ripgrep: "rg",
  sift: {
    flags: "-i -n -r -w -l -c -q",
    options: {
      ...SHORT_HELP,
      "-e --regexp": { value: "text", operands: "search*" },
      "-x --ext -X --exclude-ext": "text",
      "-o --output": "write",
    },
    operands: "text search*",
  },
  sk: "fzf",
  ug: "ugrep",
  ugrep: {
    flags:
      "-a -R -S -. -% -Q --hidden --ignore-files -z --fuzzy -Z --bool --json --csv --xml --stats " +
      "--pretty -p --sort --tree -^ --heading -E --extended-regexp -F --fixed-strings -G --basic-regexp " +
      "-P --perl-regexp -i --ignore-case --no-ignore-case -w --word-regexp -x --line-regexp --null-data " +
      "-s --no-messages -v --invert-match -b --byte-offset -n --line-number --line-buffered -H " +
      "--with-filename -h --no-filename -o --only-matching -q --quiet --silent --text -I -r --recursive " +
      "--dereference-recursive -L --files-without-match -l --files-with-matches -c --count -T " +
      "--initial-tab --null --no-group-separator -U --binary",
    options: {
      ...HELP,
      "-V": { harmless: true },
      "-e --regexp": { value: "text", operands: "search*" },
      "-f --file": { value: "read", operands: "search*" },
      "--filter --pager --save-config --view": "shell",
      "-g --glob -t --file-type -O --file-extension -M --file-magic -j --jobs --depth -J --format": "text",
      "--replace --separator --tabs": "text",
      "-m --max-count --label --binary-files -d --directories -D --devices --include --exclude": "text",
      "--exclude-from --exclude-dir -B --before-context -A --after-context -C --context": "text",
      "--group-separator": "text",
      "--color --colour": { value: "text", optional: true },
    },
    operands: "text search*",
    stdin: "data",
  },
  xzegrep: "zgrep",
  xzfgrep: "zgrep",
  xzgrep: "zgrep",
  zegrep: "zgrep",
  zfgrep: "zgrep",
  zgrep: {
    lenient: true,
    operands: "text read*",
    stdin: "data",
    options: {
      "-e --regexp": { value: "text", operands: "read*" },
      "-f --file": { value: "read", operands: "read*" },
      "-A -B -C -m --color": "text",
    },
  },
  zipgrep: { lenient: true, operands: "text read text*", options: { "-e": "text" } },
  zstdgrep: "zgrep",
};
