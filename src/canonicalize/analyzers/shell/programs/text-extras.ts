import type { ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Programs that calculate, count code, make text up or decorate it. */
export const TEXT_EXTRAS: ProgramTable = {
  apg: { lenient: true, operands: "text*" },
  aspell: {
    flags: "-c -a",
    options: { "-d --lang -l --master --mode --encoding --personal": "text" },
    operands: "text write*",
    stdin: "data",
  },
  banner: "figlet",
  bc: {
    flags: "-h -i -l -q -s -w -v --interactive --mathlib --quiet --standard --warn",
    options: { ...HELP, "-e --expression": "text", "-f --file": "read" },
    operands: "read*",
    stdin: "data",
  },
  boxes: {
    options: { "-d -s -a -p -t -k -f -c -i -e -n --design": "text", ...HELP },
    operands: "read? write?",
    stdin: "data",
  },
  calc: {
    flags: "-c -d -e -i -m -n -p -q -t -u -s -r",
    options: { ...HELP, "-b -f -set -base": "text" },
    operands: "code*",
    stdin: "code",
    language: "calc",
  },
  cowsay: { options: { "-f": "script", "-e -T -W": "text" }, lenient: true, operands: "text*", stdin: "data" },
  cowthink: "cowsay",
  dc: {
    options: {
      "-h -V --help --version": { harmless: true },
      "-e --expression": { value: "code", operands: "read*" },
      "-f --file": "script",
    },
    operands: "script*",
    stdin: "code",
    language: "dc",
  },
  diceware: { lenient: true, operands: "text*" },
  errno: { lenient: true, operands: "text*" },
  figlet: { lenient: true, options: { "-f -d -w -m -C": "text" }, operands: "text*", stdin: "data" },
  fortune: { lenient: true, operands: "text*" },
  hunspell: {
    flags: "-a -l -L -G -1 -D -t -w -H -X -O",
    options: { "-d -i -p": "text" },
    operands: "write*",
    stdin: "data",
  },
  jot: { lenient: true, operands: "text*" },
  lolcat: { lenient: true, operands: "read*", stdin: "data" },
  lorem: { lenient: true, operands: "text*" },
  mcookie: { lenient: true, options: { "-f --file": "read" } },
  ponysay: "cowsay",
  pwgen: { lenient: true, operands: "text*" },
  qalc: "calc",
  qrencode: {
    flags:
      "-k --kanji -c --casesensitive -i --ignorecase -8 --8bit -S --structured -M --micro " +
      "--strict-version --rle --inline --verbose",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --output": "write",
      "-r --read-from": "read",
      "-s --size -l --level -v --symversion -m --margin -d --dpi -t --type --svg-path --foreground": "text",
      "--background": "text",
    },
    operands: "text*",
    stdin: "data",
  },
  sloccount: { lenient: true, does: ["file.write"], operands: "search*", output: "facts" },
  spell: { lenient: true, operands: "read*", stdin: "data" },
  toilet: "figlet",
  units: {
    lenient: true,
    options: { "-L --log": "write", "-f --file": "read", "-o --output-format -d --digits": "text" },
    operands: "text*",
  },
  uuidgen: { lenient: true, operands: "text*" },
  wcalc: "calc",
  xkcdpass: { lenient: true, operands: "text*" },
  zbarimg: { lenient: true, operands: "read*", stdin: "data", options: { "-S --set": "text" } },
};
