import type { ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

/** Groups whose members may become root, or as good as. */
const PRIVILEGED_GROUPS =
  /(?:^|,)(?:root|sudo|wheel|admin|adm|docker|lxd|disk|shadow|libvirt|kvm|sudoers|staff|systemd-journal)(?:,|$)/;
const JOINS: readonly RuleSpec[] = [
  {
    option: "-G --groups -g --gid",
    value: PRIVILEGED_GROUPS,
    signals: ["account.privileged_group"],
    does: ["identity.grant"],
  },
  { option: "-o --non-unique -u --uid", value: /^0$/, signals: ["account.privileged_group"], does: ["identity.grant"] },
];

const ACCOUNT_TEXT =
  "-b --base-dir -c --comment -e --expiredate -f --inactive -g --gid -G --groups -k --skel -K --key -s --shell -u --uid -Z --selinux-user --login -v --add-subuids -V --del-subuids -w --add-subgids -W --del-subgids -d --home --home-dir --uidmin --uidmax --gecos --ingroup --firstuid --lastuid";
const USERADD: ProgramSpec = {
  lenient: true,
  flags:
    "-a -D -F -H -l -L -m -M -N -r -S -U --append --create-home --move-home --lock --unlock --system --no-create-home --no-user-group --user-group --defaults --badname --disabled-password --disabled-login --no-log-init",
  options: {
    ...HELP,
    [ACCOUNT_TEXT]: "text",
    "-p --password": { value: "text", signals: ["account.password"] },
    "-R --root -P --prefix": "mention",
    "-o --non-unique": "",
  },
  rules: JOINS,
  operands: "text*",
  does: ["identity.create"],
  signals: ["account.create"],
};
const USERMOD: ProgramSpec = { ...USERADD, does: ["identity.update"], signals: [] };
const DELETES: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "-r --remove --remove-home --remove-all-files": { does: ["file.delete"] },
    "-R --root -P --prefix": "mention",
  },
  operands: "text*",
  does: ["identity.delete"],
};
const GROUPS: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-g --gid -n --new-name -K --key -p --password -R --root -P --prefix": "text" },
  operands: "text*",
  does: ["identity.create"],
};
const PASSWORDS: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-S --status": { harmless: true },
    "-n --mindays -x --maxdays -w --warndays -i --inactive -r --repository -R --root": "text",
  },
  operands: "text*",
  does: ["identity.update"],
  stdin: "data",
};
const READS_IDENTITY: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-H --host --uri": "connect" },
  operands: "text*",
  does: ["identity.read"],
};
const LDAP: ProgramSpec = {
  flags: "-a -c -n -v -N -W -x -Z -ZZ -M -MM -Q -I -C -r -A -k",
  options: {
    "-V -VV": { harmless: true },
    "-h -H": "connect",
    "-f -T -t -y": "read",
    "-D -w -d -e -E -o -O -p -P -R -U -X -Y -s -z -b": "text",
    "-S": "write",
  },
  operands: "text*",
  does: ["identity.update", "net.connect"],
  stdin: "data",
};
const DIRECTORY: ProgramSpec = { options: SHORT_HELP, operands: "text*", does: ["identity.update"], lenient: true };

/** Users, groups, passwords and directories of them. */
export const ACCOUNTS: ProgramTable = {
  addgroup: { ...GROUPS, rules: [{ operand: PRIVILEGED_GROUPS, signals: ["account.privileged_group"] }] },
  // -h is the home of BusyBox and no help.
  adduser: {
    ...USERADD,
    rules: [...JOINS, { operand: PRIVILEGED_GROUPS, signals: ["account.privileged_group"], does: ["identity.grant"] }],
  },
  adtool: DIRECTORY,
  chage: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-l --list": { stdout: true },
      "-d --lastday -E --expiredate -I --inactive -m --mindays -M --maxdays -W --warndays -R --root": "text",
    },
    operands: "text*",
    does: ["identity.update"],
  },
  chfn: {
    lenient: true,
    options: { ...HELP, "-f -h -o -p -r -w": "text" },
    operands: "text*",
    does: ["identity.update"],
  },
  chgpasswd: { ...PASSWORDS, signals: ["account.password"] },
  chpasswd: {
    ...PASSWORDS,
    options: { ...HELP, "-c --crypt-method -s --sha-rounds -R --root": "text" },
    signals: ["account.password"],
  },
  chsh: {
    lenient: true,
    options: { ...SHORT_HELP, "-l --list-shells": { harmless: true }, "-s --shell": "text", "-R --root": "mention" },
    operands: "text*",
    does: ["identity.update"],
    signals: ["persistence.shell_startup"],
  },
  cppw: { lenient: true, operands: "read", does: ["identity.update"], signals: ["account.password"] },
  delgroup: DELETES,
  deluser: DELETES,
  dscacheutil: {
    lenient: true,
    options: { "-flushcache": { does: ["infra.update"] }, "-q -a -entries": "text" },
    operands: "text*",
  },
  dscl: {
    lenient: true,
    options: {
      "-u -P -f": "text",
      "-read -readall -readpl -list -search -diff -ls -cat": { stdout: true },
      "-create -append -merge -change -mcxset": { does: ["identity.update"], signals: ["account.create"] },
      "-passwd": { does: ["identity.update"], signals: ["account.password"] },
      "-delete": { does: ["identity.delete"] },
    },
    operands: "text*",
    does: ["identity.update"],
    rules: [
      { operand: /^(?:read|list|search|ls|cat|readall)$/, does: ["identity.read"] },
      { operand: /\/Groups\/admin|GroupMembership/, signals: ["account.privileged_group"] },
    ],
  },
  dseditgroup: {
    ...DIRECTORY,
    options: { ...SHORT_HELP, "-o -u -P -a -d -t -n -T": "text" },
    rules: [
      { option: "-o", value: /^(?:read|checkmember)$/, harmless: true },
      { operand: /^(?:admin|wheel)$/, signals: ["account.privileged_group"] },
    ],
  },
  dsenableroot: { ...DIRECTORY, signals: ["account.privileged_group"] },
  dsimport: { ...DIRECTORY, operands: "read text*" },
  faillock: { lenient: true, options: { ...HELP, "--reset": { does: ["identity.update"] }, "--user": "text" } },
  getpcaps: SHOWS,
  gpasswd: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-a --add -d --delete -A --administrators -M --members -Q --root": "text",
      "-r --remove-password -R --restrict": { signals: ["account.password"] },
    },
    rules: [{ operand: PRIVILEGED_GROUPS, signals: ["account.privileged_group"] }],
    operands: "text*",
    does: ["identity.grant"],
  },
  groupadd: GROUPS,
  groupdel: DELETES,
  groupmems: {
    lenient: true,
    options: { ...SHORT_HELP, "-l --list": { stdout: true }, "-a --add -d --delete -g --group -R --root": "text" },
    rules: [{ option: "-g --group", value: PRIVILEGED_GROUPS, signals: ["account.privileged_group"] }],
    does: ["identity.grant"],
  },
  groupmod: { ...GROUPS, does: ["identity.update"] },
  grpck: SHOWS,
  grpconv: DIRECTORY,
  grpunconv: DIRECTORY,
  ipa: { options: HELP, operands: "text*", conventional: "infra" },
  kadmin: {
    ...DIRECTORY,
    options: { ...HELP, "-q": "text", "-k -t": "text" },
    does: ["identity.update", "secret.read"],
  },
  "kadmin.local": "kadmin",
  ldapadd: { ...LDAP, signals: ["account.create"] },
  ldapcompare: READS_IDENTITY,
  ldapdelete: { ...LDAP, does: ["identity.delete", "net.connect"] },
  ldapdomaindump: { ...READS_IDENTITY, does: ["identity.read", "file.write"], signals: ["privilege.discovery"] },
  ldapexop: LDAP,
  ldapmodify: LDAP,
  ldapmodrdn: LDAP,
  ldappasswd: { ...LDAP, signals: ["account.password"] },
  ldapwhoami: READS_IDENTITY,
  luseradd: USERADD,
  members: READS_IDENTITY,
  net: {
    options: SHORT_HELP,
    operands: "text*",
    does: ["identity.update"],
    lenient: true,
    rules: [
      { operand: /^(?:user|group|localgroup)$/, signals: ["privilege.discovery"] },
      { operand: /^\/add$/i, signals: ["account.create"] },
    ],
  },
  newusers: {
    lenient: true,
    options: SHORT_HELP,
    operands: "read?",
    does: ["identity.create"],
    signals: ["account.create"],
    stdin: "data",
  },
  pam_tally2: { lenient: true, options: { ...HELP, "-r --reset": { does: ["identity.update"] }, "-u --user": "text" } },
  passwd: { ...PASSWORDS, signals: ["account.password"] },
  pdbedit: {
    lenient: true,
    options: {
      ...HELP,
      "-L --list": { stdout: true },
      "-w --smbpasswd-style": { does: ["secret.read"], signals: ["credential.dump"] },
      "-a --create": { does: ["identity.create"], signals: ["account.create"] },
      "-x --delete": { does: ["identity.delete"] },
      "-u --user": "text",
    },
    operands: "text*",
    does: ["identity.update"],
  },
  pw: {
    options: { ...HELP, "-R -V": "mention" },
    subcommands: {
      ...each("usershow groupshow usernext groupnext show", READS_IDENTITY),
      useradd: { ...USERADD, options: { ...USERADD.options, "-n -h": "text" } },
      usermod: { ...USERMOD, options: { ...USERMOD.options, "-n -h": "text" }, signals: ["account.password"] },
      groupadd: { ...GROUPS, options: { ...GROUPS.options, "-M": "text" } },
      groupmod: {
        lenient: true,
        options: { ...HELP, "-m -M -d -g": "text" },
        rules: [{ operand: PRIVILEGED_GROUPS, signals: ["account.privileged_group"] }],
        operands: "text*",
        does: ["identity.grant"],
      },
      ...each("userdel groupdel", DELETES),
      ...each("lock unlock", USERMOD),
    },
  },
  pwck: SHOWS,
  pwconv: DIRECTORY,
  pwpolicy: {
    lenient: true,
    options: { "-getaccountpolicies -getglobalpolicy -getpolicy": { stdout: true } },
    operands: "text*",
    does: ["identity.update"],
  },
  pwunconv: { ...DIRECTORY, signals: ["account.password"] },
  "samba-tool": { options: SHORT_HELP, operands: "text*", conventional: "infra" },
  smbpasswd: { ...PASSWORDS, options: { "-h": { harmless: true }, "-r -U -D -R -s": "text" } },
  sysadminctl: {
    ...DIRECTORY,
    options: {
      "-addUser -newPassword -oldPassword -resetPasswordFor -fullName -UID -shell -home -picture -adminUser -adminPassword -secureTokenStatus":
        "text",
      "-deleteUser": { value: "text", does: ["identity.delete"] },
    },
    signals: ["account.create"],
  },
  useradd: USERADD,
  userdel: DELETES,
  usermod: USERMOD,
  visudo: {
    lenient: true,
    options: { ...SHORT_HELP, "-c --check": { stdout: true }, "-f --file": "write" },
    operands: "write?",
    does: ["identity.grant"],
  },
  wbinfo: READS_IDENTITY,
};
