import type { Run } from "../state.ts";
import { literal, type Value } from "../value.ts";

/** tar(1): letters of options that take a value, in a bundle too. */
const VALUED = new Set([..."fCTXIbVgKLNFH"]);
const LONG_VALUED =
  `--file --directory --files-from --exclude-from --exclude --use-compress-program --blocking-factor --label
  --listed-incremental --starting-file --tape-length --newer --newer-mtime --after-date --info-script --new-volume-script --to-command
  --checkpoint-action --rsh-command --rmt-command --transform --xform --owner --group --mode --mtime --strip-components --suffix
  --format --warning --exclude-tag --exclude-tag-under --exclude-tag-all --exclude-ignore --exclude-ignore-recursive --owner-map
  --group-map --sort --record-size --volno-file --index-file --pax-option --add-file --quoting-style --quote-chars
  --no-quote-chars --level --sparse-version`.split(/\s+/);
/** Their value is given only behind an equals sign. */
const LONG_OPTIONAL =
  `--checkpoint --backup --one-top-level --occurrence --totals --hole-detection --atime-preserve --wildcards`.split(
    " ",
  );
const LONG_FLAGS =
  `--absolute-names --acls --anchored --auto-compress --block-number --bzip2 --check-device --check-links --clamp-mtime
  --compress --confirmation --delay-directory-restore --dereference --exclude-backups --exclude-caches --exclude-caches-all
  --exclude-caches-under --exclude-vcs --exclude-vcs-ignores --force-local --full-time --gunzip --gzip --hard-dereference --help
  --ignore-case --ignore-command-error --ignore-failed-read --ignore-zeros --incremental --interactive --keep-directory-symlink
  --keep-newer-files --keep-old-files --lzip --lzma --lzop --multi-volume --no-acls --no-anchored --no-auto-compress
  --no-check-device --no-delay-directory-restore --no-ignore-case --no-ignore-command-error --no-null --no-overwrite-dir
  --no-recursion --no-same-owner --no-same-permissions --no-seek --no-selinux --no-unquote --no-verbatim-files-from
  --no-wildcards --no-wildcards-match-slash --no-xattrs --null --numeric-owner --old-archive --one-file-system --overwrite
  --overwrite-dir --portability --posix --preserve-order --preserve-permissions --read-full-records --recursion
  --recursive-unlink --remove-files --restrict --same-order --same-owner --same-permissions --seek --selinux --show-defaults
  --show-omitted-dirs --show-stored-names --show-transformed-names --skip-old-files --sparse --to-stdout --touch --unlink-first
  --unquote --usage --utc --verbatim-files-from --verbose --verify --version --wildcards-match-slash --xattrs --xz --zstd
  --uncompress --ungzip --no-mac-metadata --mac-metadata --no-fflags --fflags --no-xattr --disable-copyfile
  --test-label`.split(/\s+/);
const FLAGS = /^[AcdrtuxWzjJZahiklmnopPsSUvwBGMOE]$/;
const LONG_MODES: Readonly<Record<string, string>> = {
  "--create": "c", "--extract": "x", "--get": "x", "--list": "t", "--append": "r", "--update": "u", "--diff": "d",
  "--compare": "d", "--delete": "r", "--catenate": "A", "--concatenate": "A",
}; // biome-ignore format: one list
const LONG = [...LONG_VALUED, ...LONG_OPTIONAL, ...LONG_FLAGS, ...Object.keys(LONG_MODES)];
/** Where an abbreviation fits several, the one of these. */
const MATTERING = new Set([
  "--checkpoint-action",
  "--to-command",
  "--use-compress-program",
  "--rsh-command",
  "--rmt-command",
]);

/** A member, in the folder that was changed into before it was named. */
export interface Member {
  readonly value: Value;
  /** How many of the call's folders come before it. */
  readonly folders: number;
}

export interface TarCall {
  mode: string;
  readonly values: [name: string, value: Value][];
  readonly members: Member[];
  /** Folders that are changed into, each relative to the one before. */
  readonly folders: Value[];
  readonly flags: Set<string>;
}

/** Reads the arguments as GNU tar does; what is not in its manual makes the line partial. */
export function readCall(args: readonly Value[], run: Run): TarCall {
  const call: TarCall = { mode: "", values: [], members: [], folders: [], flags: new Set() };
  const rest = [...args];
  const [first] = rest;
  if (first !== undefined && !first.text.startsWith("-") && /^[A-Za-z]+$/.test(first.text)) {
    rest.shift();
    readBundle(first.text, rest, call, run, true);
  }
  while (rest.length > 0) {
    const value = rest.shift() as Value;
    const { text } = value;
    if (text === "--") for (const member of rest.splice(0)) addMember(member, call);
    else if (text.startsWith("--")) readLong(value, rest, call, run);
    else if (text.startsWith("-") && text !== "-") readBundle(text.slice(1), rest, call, run, false);
    else addMember(value, call);
  }
  return call;
}

function addMember(value: Value, call: TarCall): void {
  call.members.push({ value, folders: call.folders.length });
}

function readLong(value: Value, rest: Value[], call: TarCall, run: Run): void {
  const equals = value.text.indexOf("=");
  const given = equals < 0 ? value.text : value.text.slice(0, equals);
  const fitting = LONG.includes(given) ? [given] : LONG.filter((candidate) => candidate.startsWith(given));
  const name = fitting.find((candidate) => MATTERING.has(candidate)) ?? fitting[0];
  if (name === undefined) {
    run.collector.worsen("partial");
    return;
  }
  const mode = LONG_MODES[name];
  const valued = LONG_VALUED.includes(name);
  const operand =
    equals >= 0
      ? { ...value, text: value.text.slice(equals + 1) }
      : valued && rest.length > 0
        ? rest.shift()
        : undefined;
  if (mode !== undefined) call.mode ||= mode;
  else if (operand === undefined) call.flags.add(name);
  else if (name === "--add-file") addMember(operand, call);
  else if (name === "--directory") call.folders.push(operand);
  else call.values.push([name, operand]);
}

/** Letters; in the old style (without a hyphen) their values follow in order, else the rest of the word is one. */
function readBundle(letters: string, rest: Value[], call: TarCall, run: Run, old: boolean): void {
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] as string;
    if (VALUED.has(letter)) {
      const inline = old ? "" : letters.slice(i + 1);
      const value = inline === "" ? rest.shift() : literal(inline);
      if (value !== undefined && letter === "C") call.folders.push(value);
      else if (value !== undefined) call.values.push([letter, value]);
      if (!old) return;
    } else if ("cxtrudA".includes(letter)) call.mode ||= letter;
    else if (FLAGS.test(letter) || /\d/.test(letter)) call.flags.add(letter);
    else run.collector.worsen("partial");
  }
}
