import type { ProgramTable } from "../spec.ts";
import { HELP } from "./options.ts";

/** The root, a folder of the system or all of somebody's: what nobody means to remove with all that is in it. */
const EVERYTHING =
  /^(?:\/(?:bin|boot|dev|etc|home|lib|lib64|opt|root|sbin|srv|sys|usr|var|Users|System|Library|Applications)?|~|\/home\/[\w.-]+|\/Users\/[\w.-]+)\/?\.?\*?$/;

/** GNU coreutils that work on files as a whole (info coreutils), with the options that other systems add. */
export const COREUTILS_FILES: ProgramTable = {
  chcon: {
    flags: "--dereference -h --no-dereference --no-preserve-root --preserve-root -v --verbose -H -L -P",
    options: {
      ...HELP,
      "--reference": { value: "mention", operands: "permission*" },
      "-u -r -l -t --user --role --range --type": { value: "text", operands: "permission*" },
      "-R --recursive": "",
    },
    operands: "text permission*",
  },
  chgrp: {
    flags:
      "-c --changes -f --silent --quiet -v --verbose --dereference -h --no-dereference " +
      "--no-preserve-root --preserve-root -H -L -P",
    options: { ...HELP, "--reference": { value: "mention", operands: "permission*" }, "-R --recursive": "" },
    operands: "text permission*",
  },
  chmod: {
    flags: "-c --changes -f --silent --quiet -v --verbose --no-preserve-root --preserve-root",
    options: {
      ...HELP,
      "-r -w -x -X -s -t": { operands: "permission*" },
      "--reference": { value: "mention", operands: "permission*" },
      "-R --recursive": "",
    },
    operands: "text permission*",
    rules: [
      // The set-group-id of folders that a group shares (2775) is no privilege.
      { operand: /^0*(?:[4-7][0-7]{3}|[23][0-7][0-6][0-7])$/, signals: ["privilege.setuid"] },
      { operand: /(?:^|,)[ugoa]*[+=][rwxXt]*s/, signals: ["privilege.setuid"] },
    ],
  },
  chown: {
    flags:
      "-c --changes -f --silent --quiet -v --verbose --dereference -h --no-dereference " +
      "--no-preserve-root --preserve-root -H -L -P",
    options: {
      ...HELP,
      "--reference": { value: "mention", operands: "permission*" },
      "-R --recursive": "",
      "--from": "text",
    },
    operands: "text permission*",
  },
  cp: {
    flags:
      "-c -X --attributes-only -b --copy-contents -d -f --force -i --interactive -H -l --link -L " +
      "--dereference -n --no-clobber -P --no-dereference -p --parents --remove-destination " +
      "--strip-trailing-slashes -s --symbolic-link -T --no-target-directory -u --update -v --verbose -x " +
      "--one-file-system -Z",
    options: {
      ...HELP,
      "-t --target-directory": { value: "copy_to", operands: "copy_from*" },
      "-r -R -a --recursive --archive": "",
      "--no-preserve --sparse -S --suffix": "text",
      "--backup --preserve --reflink --context": { value: "text", optional: true },
    },
    operands: "copy_from* copy_to",
  },
  dd: { grammar: "dd" },
  df: {
    flags:
      "-a --all -h --human-readable -H --si -i --inodes -k -l --local --no-sync -P --portability --sync " +
      "--total -T --print-type -v",
    options: { "-B --block-size -t --type -x --exclude-type": "text", "--output": { value: "text", optional: true } },
    lenient: true,
    operands: "mention*",
    output: "facts",
  },
  dir: "ls",
  du: {
    flags:
      "-0 --null -a --all --apparent-size -b --bytes -c --total -D --dereference-args -H -h " +
      "--human-readable --inodes -k -L --dereference -l --count-links -m -P --no-dereference -S " +
      "--separate-dirs --si -s --summarize -x --one-file-system",
    options: {
      "--files0-from -X --exclude-from": "read",
      "-B --block-size -d --max-depth -t --threshold --time-style --exclude": "text",
      "--time": { value: "text", optional: true },
    },
    lenient: true,
    operands: "list*",
    output: "facts",
  },
  install: {
    flags:
      "-b -c -C --compare -D -p --preserve-timestamps -s --strip -T --no-target-directory -v --verbose " +
      "--preserve-context -Z",
    options: {
      ...HELP,
      "-t --target-directory": { value: "copy_to", operands: "copy_from*" },
      "-d --directory": { operands: "write*" },
      "--strip-program": "shell",
      "-g --group -m --mode -o --owner -S --suffix": "text",
      "--backup --context": { value: "text", optional: true },
    },
    operands: "copy_from* copy_to",
    rules: [{ option: "-m --mode", value: /^0*[4-7][0-7]{3}$|[+=][rwxXt]*s/, signals: ["privilege.setuid"] }],
  },
  link: { operands: "copy_from copy_to", options: { ...HELP } },
  // Whoever opens the link opens its target: as with a copy, what the target holds is found under the new name.
  ln: {
    flags:
      "-b -d -F --directory -f --force -i --interactive -L --logical -n --no-dereference -P --physical " +
      "-r --relative -s --symbolic -T --no-target-directory -v --verbose",
    options: {
      ...HELP,
      "-t --target-directory": { value: "copy_to", operands: "copy_from*" },
      "-S --suffix": "text",
      "--backup": { value: "text", optional: true },
    },
    operands: "copy_from* copy_to",
  },
  ls: {
    flags:
      "-a --all -A --almost-all --author -b --escape -B --ignore-backups -c -C -d --directory -D " +
      "--dired -f --file-type --full-time -g --group-directories-first -G --no-group -h " +
      "--human-readable --si -H --dereference-command-line --dereference-command-line-symlink-to-dir -i " +
      "--inode -k --kibibytes -l -L --dereference -m -n --numeric-uid-gid -N --literal -o -q " +
      "--hide-control-chars --show-control-chars -Q --quote-name -r --reverse -R --recursive -s --size " +
      "-S -t -u -U -v -x -X -Z --context --zero -1 -p",
    options: {
      "--block-size --format --hide --indicator-style -I --ignore --quoting-style --sort --time": "text",
      "--time-style -T --tabsize -w --width": "text",
      "--color -F --classify --hyperlink": { value: "text", optional: true },
    },
    lenient: true,
    operands: "list*",
    output: "names",
  },
  mkdir: {
    flags: "-p --parents -v --verbose -Z",
    options: { ...HELP, "-m --mode": "text", "--context": { value: "text", optional: true } },
    operands: "write*",
    output: "nothing",
  },
  mkfifo: {
    flags: "-Z",
    options: { ...HELP, "-m --mode": "text", "--context": { value: "text", optional: true } },
    operands: "write*",
    output: "nothing",
  },
  mknod: {
    flags: "-Z",
    options: { ...HELP, "-m --mode": "text", "--context": { value: "text", optional: true } },
    operands: "write text*",
    output: "nothing",
  },
  mktemp: {
    flags: "-d --directory -q --quiet",
    options: {
      ...HELP,
      "-u --dry-run": { harmless: true },
      "-t": "",
      "-p": "write",
      "--tmpdir": { value: "write", optional: true },
      "--suffix": "text",
    },
    operands: "write?",
    output: "names",
    does: ["file.write"],
  },
  mv: {
    flags:
      "-b -f --force -i --interactive -n --no-clobber --strip-trailing-slashes -T --no-target-directory " +
      "-u --update -v --verbose -Z --context",
    options: {
      ...HELP,
      "-t --target-directory": { value: "move_to", operands: "move_from*" },
      "-S --suffix": "text",
      "--backup": { value: "text", optional: true },
    },
    operands: "move_from* move_to",
  },
  pathchk: { lenient: true, operands: "mention*", output: "nothing" },
  readlink: { lenient: true, operands: "mention*", output: "names" },
  realpath: {
    lenient: true,
    operands: "mention*",
    options: { "--relative-to --relative-base": "mention" },
    output: "names",
  },
  rm: {
    flags: "-P -W -x -f --force -i -I --one-file-system -d --dir -v --verbose",
    options: {
      ...HELP,
      "-r -R --recursive": "",
      "--interactive": { value: "text", optional: true },
      "--preserve-root": { value: "text", optional: true },
      "--no-preserve-root": { signals: ["destruction.recursive"] },
    },
    operands: "delete*",
    output: "nothing",
    rules: [{ option: "-r -R --recursive", operand: EVERYTHING, signals: ["destruction.recursive"] }],
  },
  rmdir: {
    flags: "--ignore-fail-on-non-empty -p --parents -v --verbose",
    options: { ...HELP },
    operands: "delete*",
    output: "nothing",
  },
  shred: {
    signals: ["evasion.wipe"],
    flags: "-f --force -u -v --verbose -x --exact -z --zero",
    options: {
      ...HELP,
      "--random-source": "read",
      "--remove": { value: "text", optional: true },
      "-n --iterations -s --size": "text",
    },
    operands: "delete*",
    output: "nothing",
  },
  stat: { lenient: true, operands: "mention*", options: { "-c --format --printf": "text" }, output: "facts" },
  sync: { lenient: true, operands: "mention*", output: "nothing" },
  touch: {
    flags: "-A -a -c --no-create -f -h --no-dereference -m",
    options: {
      ...HELP,
      "-r --reference": { value: "mention", signals: ["evasion.timestamp"] },
      "-d --date -t": { value: "text", signals: ["evasion.timestamp"] },
      "--time": "text",
    },
    operands: "write*",
    output: "nothing",
  },
  truncate: {
    flags: "-c --no-create -o --io-blocks",
    options: { ...HELP, "-r --reference": "mention", "-s --size": "text" },
    operands: "write*",
    output: "nothing",
  },
  unlink: { operands: "delete", options: { ...HELP }, output: "nothing" },
  vdir: "ls",
};
