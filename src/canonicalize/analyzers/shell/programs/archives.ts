import type { ProgramTable } from "../spec.ts";
import { DIGITS, HELP, SHORT_HELP } from "./options.ts";

/** Programs that pack files together and unpack them. */
export const ARCHIVES: ProgramTable = {
  "7z": {
    flags:
      "-so -si -y -r -r0 -r- -bd -bt -slp -slt -sns -snl -snh -snc -sni -snt -ssc -ssc- -ssw -spf -spe " +
      "-sfx -sccUTF-8 -scsUTF-8 -ba -an -ad -aoa -aos -aot -aou -stl",
    options: {
      ...SHORT_HELP,
      "-o": { value: "write", optional: true },
      "-w": { value: "write", optional: true },
      "-p": { value: "text", optional: true, signals: ["encryption.files"] },
      "-sdel": { does: ["file.delete"] },
      "-m -t -v -x -i -u -scrc -scs -scc -bb -bs -mx -mmt -mhe -ms -md -stm -stx": { value: "text", optional: true },
    },
    subcommands: {
      a: { operands: "write read*" },
      u: "a",
      x: { operands: "read text*", does: ["file.write"] },
      e: "x",
      l: { operands: "read text*", output: "names" },
      t: "l",
      d: { operands: "write text*", does: ["file.delete"] },
      rn: { operands: "write text*" },
      h: { operands: "read*", output: "facts" },
      b: { operands: "text*" },
      i: { operands: "text*" },
    },
  },
  "7za": "7z",
  "7zr": "7z",
  "7zz": "7z",
  "7zzs": "7z",
  // The first word says what to do; only those that change nothing are named.
  ar: {
    flags: "-a -b -c -i -u -v -V -s -S -D -U -N -l -o -O -f -P -T --thin",
    options: {
      ...HELP,
      "-r -q -d -m": { operands: "write read*" },
      "-t -p": { operands: "read text*" },
      "-x": { operands: "read text*", does: ["file.write"] },
      "--target --output": "write",
      "--plugin": "script",
      "--record-libdeps": "text",
    },
    operands: "text write read*",
    subcommands: {
      t: { operands: "read text*" },
      tv: "t",
      p: "t",
      pv: "t",
      vt: "t",
      tO: "t",
      x: { operands: "read text*", does: ["file.write"] },
      xv: "x",
      xo: "x",
      vx: "x",
    },
  },
  bsdtar: { grammar: "tar" },
  // Its operands are patterns; with -p, the folder to copy to.
  cpio: {
    flags:
      "-0 -a -A -B -c -d -k -L -m -n -q -r -S -u -v -V -6 --quiet --null --verbose --dot " +
      "--unconditional --make-directories --preserve-modification-time --absolute-filenames " +
      "--no-absolute-filenames --no-preserve-owner --numeric-uid-gid --reset-access-time --dereference " +
      "--link --sparse --nonmatching --swap --extract-only --device-independent --reproducible " +
      "--ignore-devno --renumber-inodes",
    options: {
      ...HELP,
      "--usage": { harmless: true },
      "-i --extract": { operands: "text*", does: ["file.write"] },
      "-o --create": { operands: "text*" },
      "-p --pass-through": { operands: "write", does: ["file.copy"] },
      "-t --list": { operands: "text*" },
      "-I": "read",
      "-O": "write",
      "-F --file": "write",
      "-E --pattern-file": "read",
      "--rsh-command": { value: "shell", does: ["net.connect"] },
      "-D --directory": "chdir",
      "-H --format -C --io-size --block-size -M --message -R --owner --force-local --warning": {
        value: "text",
        optional: true,
      },
      "--to-stdout -f -s -b -l": { value: "text", optional: true },
    },
    operands: "text*",
    stdin: "data",
  },
  "gcc-ar": "ar",
  gtar: { grammar: "tar" },
  "llvm-ar": "ar",
  p7zip: {
    flags: "--keep --decompress --force -d -k -f",
    options: {
      "--stdout": { stdout: true, operands: "read*" },
      "-c": { stdout: true, operands: "read*" },
      "-h --help": { harmless: true },
    },
    operands: "write*",
    stdin: "data",
  },
  pax: {
    flags: "-a -c -d -i -k -l -n -t -u -v -X -H -L -P -D -Y -Z -z -O",
    options: {
      "-r": { operands: "text*", does: ["file.write"] },
      "-w": { operands: "search*" },
      "-f": "write",
      "-b -g -p -s -x -o -B -E -G -T -U": "text",
    },
    operands: "text*",
    stdin: "data",
    does: ["file.write"],
  },
  rar: {
    flags: "-r -ep -ep1 -o+ -o- -y -s -ma -m0 -m1 -m2 -m3 -m4 -m5 -idq -inul -k -tk -tl -t -or -kb -ai -ierr",
    options: {
      "-df -dw": { does: ["file.delete"] },
      "-p -hp": { value: "text", optional: true, signals: ["encryption.files"] },
      "-v -x -n -rr -rv -sfx -ap -w -ag -z": { value: "text", optional: true },
    },
    subcommands: {
      a: { operands: "write search*" },
      u: "a",
      f: "a",
      m: { operands: "write delete*" },
      mf: "m",
      x: { operands: "read text*", does: ["file.write"] },
      e: "x",
      l: { operands: "read text*", output: "names" },
      lt: "l",
      lb: "l",
      v: "l",
      vt: "l",
      vb: "l",
      t: "l",
      p: { operands: "read text*" },
      d: { operands: "write text*", does: ["file.delete"] },
      c: { operands: "write" },
      k: { operands: "write" },
      r: { operands: "write" },
      rr: { operands: "write" },
      rn: { operands: "write text*" },
      s: { operands: "write" },
    },
  },
  tar: { grammar: "tar" },
  unrar: {
    flags: "-r -ep -ep1 -o+ -o- -y -idq -inul -kb -ai -or",
    options: { "-p -x -n -op -ap": { value: "text", optional: true } },
    subcommands: {
      x: { operands: "read write*", does: ["file.write"] },
      e: "x",
      l: { operands: "read text*", output: "names" },
      lt: "l",
      lb: "l",
      v: "l",
      vt: "l",
      vb: "l",
      t: "l",
      p: { operands: "read text*" },
    },
  },
  "unrar-free": {
    flags: "-f --force --extract-newer --extract-no-paths",
    options: {
      "-x --extract": { operands: "read write?", does: ["file.write"] },
      "-t --list": { operands: "read" },
      "-p --password": "text",
      ...HELP,
    },
    operands: "read write?",
    does: ["file.write"],
  },
  unzip: {
    flags: "-a -aa -b -B -C -D -DD -f -F -j -K -L -LL -M -n -N -o -q -qq -s -S -u -U -UU -V -W -X -Y -2 -: -^ -$",
    options: {
      ...HELP,
      "-h -hh": { harmless: true },
      "-l -t -T -z -Z -v": { operands: "read text*", stdout: true },
      "-p -c": { operands: "read text*", stdout: true },
      "-d": "write",
      "-P -I -O -x": "text",
    },
    operands: "read text*",
    does: ["file.write"],
  },
  // -T with -TT runs a command.
  zip: {
    flags:
      `${DIGITS} ` +
      "-A -D -f -F -FF -FS -g -I -j -k -l -ll -L -o -p -q -qq -r " +
      "-R -S -sv -sp -T -u -U -v -V -w -ws -X -y -z -@ -! -$ --recurse-paths " +
      "--junk-paths --update --freshen --grow --quiet --verbose --test --copy --symlinks --no-extra " +
      "--filesync --fix --fixfix --latest-time --adjust-sfx --junk-sfx --dot-size --store-dots",
    options: {
      "-h2 -? --help --version": { harmless: true },
      "-m --move": { operands: "write delete*" },
      "-d --delete": { operands: "write text*", does: ["file.delete"] },
      "-TT --unzip-command": { value: "shell", does: ["process.exec"] },
      "-O --output-file --out -b --temp-path -lf --logfile-path": "write",
      "-e --encrypt": { signals: ["encryption.files"] },
      "-P --password": { value: "text", signals: ["encryption.files"] },
      "-x --exclude -i --include -n --suffixes -s --split-size -t --from-date -tt --before-date -Z": "text",
      "--compression-method -dd -ds": "text",
    },
    operands: "write search*",
    stdin: "data",
  },
  zipcloak: { flags: "-d -q", options: { "-O -b": "write" }, operands: "write", signals: ["encryption.files"] },
  zipinfo: { lenient: true, operands: "read text*", output: "names" },
  zipnote: { flags: "-w -q -v", options: { "-h": { harmless: true }, "-b": "write" }, operands: "write" },
  zipsplit: {
    flags: "-i -p -s -q",
    options: { "-n -r": "text", "-b": "write" },
    operands: "read",
    does: ["file.write"],
  },
};
