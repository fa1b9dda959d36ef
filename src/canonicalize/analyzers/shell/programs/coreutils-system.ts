import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP, SHOWS } from "./options.ts";

const PRINTS: ProgramSpec = { lenient: true, operands: "text*" };

/** Programs that print something about the system or compute it from their operands, most of GNU coreutils. */
export const COREUTILS_SYSTEM: ProgramTable = {
  basename: PRINTS,
  clear: SHOWS,
  date: {
    flags: "-j -n --debug --resolution -R --rfc-email -u --utc --universal",
    options: {
      ...HELP,
      "-s --set": { value: "text", does: ["infra.update"] },
      "-f --file": "read",
      "-r --reference": "mention",
      "-v -z": "text",
      "-I --iso-8601 --rfc-3339": { value: "text", optional: true },
      "-d --date": "text",
    },
    operands: "text?",
    output: "facts",
    rules: [{ operand: /^[0-9]/, does: ["infra.update"] }],
  },
  dirname: PRINTS,
  dnsdomainname: SHOWS,
  domainname: "hostname",
  expr: PRINTS,
  factor: SHOWS,
  getconf: SHOWS,
  groups: SHOWS,
  hostid: SHOWS,
  hostname: {
    flags:
      "-a --alias -A --all-fqdns -d --domain -f --fqdn --long -i --ip-address -I --all-ip-addresses -s " +
      "--short -y --yp --nis -v --verbose",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-F --file": { value: "read", does: ["infra.update"] },
      "-b --boot": { does: ["infra.update"] },
    },
    operands: "text?",
    output: "facts",
    rules: [{ operand: /./, does: ["infra.update"] }],
  },
  id: SHOWS,
  locale: SHOWS,
  logname: SHOWS,
  lsb_release: SHOWS,
  nisdomainname: "hostname",
  nproc: SHOWS,
  pinky: SHOWS,
  printenv: {
    lenient: true,
    operands: "text*",
    rules: [
      { bare: true, signals: ["credential.environment"] },
      { operand: /(?:KEY|TOKEN|SECRET|PASS|CREDENTIAL)/i, signals: ["credential.environment"] },
    ],
  },
  pwd: SHOWS,
  reset: SHOWS,
  seq: PRINTS,
  sleep: SHOWS,
  stty: { lenient: true, options: { "-F --file": "mention" }, operands: "text*", output: "facts" },
  tabs: SHOWS,
  tput: { lenient: true, options: { "-T": "text" }, operands: "text*" },
  tty: SHOWS,
  uname: SHOWS,
  uptime: SHOWS,
  users: SHOWS,
  usleep: SHOWS,
  who: { lenient: true, operands: "read*", output: "facts" },
  whoami: SHOWS,
  yes: PRINTS,
};
