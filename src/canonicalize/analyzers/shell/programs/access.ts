import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { CHANGES } from "./network-admin.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

const GRANTS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["identity.grant"] };
const WEAKENS: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["infra.update"],
  signals: ["evasion.security_tool"],
};
const SCANS: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-l --log --logfile -o --output --report-file": "write" },
  operands: "search*",
};

/** semanage(8): each object can be listed, added, modified and deleted. */
const SEMANAGE_OBJECT: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-h": { harmless: true },
    "-l --list -E --extract -C --locallist -n --noheading": { stdout: true },
    "-f --ftype -t --type -s --seuser -r --range -R --roles -L --level -p --proto -e --equal -N --noreload -S --store":
      "text",
    "-d --delete -D --deleteall": { does: ["infra.delete"] },
  },
  operands: "text*",
  does: ["infra.update"],
};

/** Rights on files, and the policies that decide on rights. */
export const ACCESS: ProgramTable = {
  "aa-complain": WEAKENS,
  "aa-disable": WEAKENS,
  "aa-enabled": SHOWS,
  "aa-enforce": CHANGES,
  "aa-genprof": CHANGES,
  "aa-logprof": CHANGES,
  "aa-status": SHOWS,
  "aa-teardown": WEAKENS,
  "aa-unconfined": SHOWS,
  aide: {
    lenient: true,
    options: { ...HELP, "-c --config": "read", "-i --init -u --update": { does: ["file.write"] } },
  },
  apparmor_parser: {
    lenient: true,
    options: { ...HELP, "-R --remove": { signals: ["evasion.security_tool"] }, "-o --ofile": "write" },
    operands: "read*",
    does: ["infra.update"],
  },
  apparmor_status: SHOWS,
  audit2allow: {
    lenient: true,
    options: { ...SHORT_HELP, "-i --input": "read", "-o --output -M -m": "write" },
    operands: "text*",
    stdin: "data",
  },
  audit2why: { lenient: true, options: { ...SHORT_HELP, "-i --input": "read" }, stdin: "data" },
  authselect: {
    options: SHORT_HELP,
    subcommands: {
      ...each("check current list list-features requirements show test", SHOWS),
      ...each(
        "apply-changes backup-remove backup-restore create-profile disable-feature enable-feature opt-out select",
        { lenient: true, operands: "text*", does: ["identity.update"], signals: ["persistence.pam"] },
      ),
      "backup-list": SHOWS,
    },
  },
  avcstat: SHOWS,
  chattr: {
    flags:
      "-R -V -f -a -c -d -i -j -s -u -A -C -D -e -S -t -T -P -F -x -m +a +c +d +i +j +s +u +A +C +D +e +S +t +T +P +F +x +m",
    options: { "-p -v": "text" },
    operands: "text? permission*",
    does: ["file.permission"],
  },
  chkrootkit: SCANS,
  clamscan: {
    ...SCANS,
    options: {
      ...HELP,
      "-l --log": "write",
      "--remove": { value: "text", optional: true, does: ["file.delete"] },
      "--move --copy": { value: "write", does: ["file.move"] },
      "-d --database -f --file-list": "read",
    },
  },
  csrutil: {
    options: SHORT_HELP,
    subcommands: {
      ...each("authenticated-root enable netboot", CHANGES),
      clear: WEAKENS,
      disable: WEAKENS,
      report: SHOWS,
      status: SHOWS,
    },
  },
  debsums: SCANS,
  fixfiles: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["file.permission"] },
  freshclam: { lenient: true, does: ["net.fetch", "file.write"] },
  getcap: { flags: "-r -v -n -h", operands: "search*", output: "names", signals: ["privilege.discovery"] },
  getenforce: SHOWS,
  getfacl: { lenient: true, options: HELP, operands: "mention*", output: "facts" },
  getsebool: SHOWS,
  linpeas: { lenient: true, does: ["file.search"], signals: ["privilege.discovery", "credential.search"] },
  "linpeas.sh": "linpeas",
  load_policy: CHANGES,
  lsattr: { flags: "-R -V -a -d -l -p -v", operands: "list*", output: "facts" },
  lynis: {
    lenient: true,
    options: { ...HELP, "--logfile --report-file": "write" },
    operands: "text*",
    signals: ["privilege.discovery"],
  },
  matchpathcon: SHOWS,
  newgidmap: GRANTS,
  newuidmap: GRANTS,
  "pam-auth-update": { lenient: true, operands: "text*", does: ["identity.update"], signals: ["persistence.pam"] },
  pamtester: { lenient: true, operands: "text*", does: ["identity.read"] },
  pkaction: SHOWS,
  pkcheck: SHOWS,
  pkttyagent: SHOWS,
  restorecon: { lenient: true, options: { ...HELP, "-n": { stdout: true }, "-f": "read" }, operands: "permission*" },
  restorecond: CHANGES,
  rkhunter: {
    ...SCANS,
    options: {
      ...HELP,
      "--update --propupd --versioncheck": { does: ["file.write"] },
      "--logfile -l": { value: "write", optional: true },
    },
  },
  secon: SHOWS,
  seinfo: SHOWS,
  semanage: {
    options: { ...SHORT_HELP, "-o --output_file": "write" },
    subcommands: {
      ...each("boolean fcontext ibendport ibpkey interface login node port user", SEMANAGE_OBJECT),
      dontaudit: { ...WEAKENS, operands: "text" },
      export: { lenient: true, options: { ...SHORT_HELP, "-f --output_file": "write" } },
      import: {
        lenient: true,
        options: { ...SHORT_HELP, "-f --input_file": "read" },
        does: ["infra.update"],
        stdin: "data",
      },
      module: {
        ...SEMANAGE_OBJECT,
        options: {
          ...SEMANAGE_OBJECT.options,
          "-a --add": "read",
          "--remove --disable": { value: "text", does: ["infra.update"], signals: ["evasion.security_tool"] },
        },
      },
      permissive: {
        ...SEMANAGE_OBJECT,
        options: {
          ...SEMANAGE_OBJECT.options,
          "-a --add": { value: "text", does: ["infra.update"], signals: ["evasion.security_tool"] },
        },
      },
    },
  },
  semodule: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-l --list-modules --list": { value: "text", optional: true, stdout: true },
      "-i --install -u --upgrade": "read",
      "-r --remove -d --disable": { value: "text", does: ["infra.update"], signals: ["evasion.security_tool"] },
    },
    operands: "text*",
    does: ["infra.update"],
  },
  sesearch: SHOWS,
  sestatus: SHOWS,
  setcap: {
    flags: "-h -n -q -v -r",
    operands: "text permission*",
    does: ["file.permission"],
    signals: ["privilege.capability"],
    stdin: "data",
  },
  setenforce: {
    operands: "text",
    does: ["infra.update"],
    rules: [{ operand: /^(?:0|permissive)$/i, signals: ["evasion.security_tool"] }],
  },
  setfacl: {
    flags:
      "-b -k -n -d -R -L -P -p --remove-all --remove-default --no-mask --mask --default --recursive --logical --physical --test",
    options: {
      ...HELP,
      "-m --modify -x --remove": "text",
      "-M --modify-file -X --remove-file --restore --set-file": "read",
      "--set": "text",
    },
    operands: "permission*",
    does: ["file.permission"],
    stdin: "data",
  },
  setsebool: CHANGES,
  spctl: {
    lenient: true,
    options: {
      "--status -a --assess --list": { stdout: true },
      "--master-disable --global-disable --disable": { does: ["infra.update"], signals: ["evasion.security_tool"] },
      "-t --type --label": "text",
    },
    operands: "read*",
    does: ["infra.update"],
  },
  tccutil: WEAKENS,
  tripwire: SCANS,
  xauth: {
    flags: "-i -b -n -q -v -V",
    options: { ...HELP, "-f": "write" },
    operands: "text*",
    does: ["identity.update"],
    rules: [{ operand: /^(?:list|nlist|extract|nextract)$/, does: ["secret.read"], signals: ["credential.read"] }],
  },
  xhost: { lenient: true, operands: "text*", rules: [{ operand: /./, does: ["identity.grant"] }] },
};
