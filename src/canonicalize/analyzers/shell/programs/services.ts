import type { OptionSpec, ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** Programs that watch over a machine; whoever stops one means to be unseen. */
const WATCHERS: RuleSpec = {
  operand:
    /^(?:auditd|rsyslogd?|syslog(?:-ng|d)?|systemd-journald|falcon-sensor|falcond|cbdaemon|cbagentd|mdatp|wdavdaemon|osqueryd?|crowdsec|ossec|wazuh-agent|sysmon|clamav\S*|clamd|freshclam|apparmor|selinux\S*|sentinelone|sentinelctl|ds_agent|xagt|qualys-cloud-agent|fail2ban|aide|tripwire|rkhunter|auoms|filebeat|auditbeat|splunkd?|splunkforwarder|newrelic-infra|datadog-agent|sophos\S*|sav-protect|esets?|kesl\S*|traps_pmd|cortex\S*)(?:\.service|\.socket)?$/i,
  signals: ["evasion.security_tool"],
};
const FIREWALLS: RuleSpec = {
  operand: /^(?:ufw|firewalld|iptables|ip6tables|nftables|netfilter-persistent|shorewall)(?:\.service)?$/i,
  signals: ["evasion.firewall"],
};

const OPTIONS: Options = {
  ...SHORT_HELP,
  "-H --host -M --machine": { value: "connect", signals: ["remote.execution"] },
  "-t --type -p --property -P --state -n --lines -o --output -s --signal --kill-whom --kill-who --what --job-mode --preset-mode --message --timestamp --check-inhibitors --drop-in --when":
    "text",
  "--root --image": "mention",
};
const unit: Pick<ProgramSpec, "lenient" | "options" | "operands"> = {
  lenient: true,
  options: OPTIONS,
  operands: "text*",
};
const READS: ProgramSpec = unit;
const STARTS: ProgramSpec = { ...unit, does: ["process.exec"] };
const STOPS: ProgramSpec = { ...unit, does: ["process.kill"], rules: [WATCHERS, FIREWALLS] };
const ENABLES: ProgramSpec = {
  ...unit,
  options: { ...OPTIONS, "--now": { does: ["process.exec"] } },
  does: ["process.schedule"],
  signals: ["persistence.service"],
};
const DISABLES: ProgramSpec = {
  ...unit,
  options: { ...OPTIONS, "--now": { does: ["process.kill"] } },
  does: ["infra.update"],
  rules: [WATCHERS, FIREWALLS],
};
const CHANGES: ProgramSpec = { ...unit, does: ["infra.update"] };
const HALTS: ProgramSpec = { ...unit, does: ["process.kill", "infra.update"], signals: ["destruction.system_stop"] };

const SYSTEMCTL: ProgramSpec = {
  flags:
    "-a -q -l -f -r -i -T --user --system --all --quiet --full --no-pager --no-legend --failed --global --runtime --no-block --plain --no-ask-password --no-wall --now --force --reverse --after --before --with-dependencies --show-types --value --recursive --wait --no-reload --dry-run --legend --firmware-setup --mkdir --marked --read-only --stdin",
  options: OPTIONS,
  subcommands: {
    ...each(
      "cat get-default help is-active is-enabled is-failed is-system-running list-automounts list-dependencies list-jobs list-machines list-paths list-sockets list-timers list-unit-files list-units service-log-level service-log-target show show-environment status whoami",
      READS,
    ),
    ...each(
      "condreload condrestart condstop force-reload isolate reload reload-or-restart reload-or-try-restart restart start thaw try-reload-or-restart try-restart default",
      STARTS,
    ),
    ...each("clean freeze kill stop", STOPS),
    ...each("add-requires add-wants enable link preset preset-all reenable", ENABLES),
    ...each("disable mask unmask revert", DISABLES),
    ...each(
      "bind cancel daemon-reexec daemon-reload log-level log-target mount-image reset-failed set-default switch-root",
      CHANGES,
    ),
    ...each(
      "emergency exit halt hibernate hybrid-sleep kexec poweroff reboot rescue sleep soft-reboot suspend suspend-then-hibernate",
      HALTS,
    ),
    edit: { ...ENABLES, does: ["process.schedule", "file.write"] },
    "import-environment": { ...CHANGES, does: ["process.schedule"] },
    "set-environment": { ...CHANGES, operands: "environment*", does: ["process.schedule"] },
    "set-property": CHANGES,
    "unset-environment": CHANGES,
  },
};

/** service(8) and others that take a name and then what to do with it. */
const SERVICE: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  rules: [
    { operand: /^(?:start|restart|reload|force-reload|try-restart|condrestart|onestart)$/, does: ["process.exec"] },
    { operand: /^(?:stop|onestop|kill)$/, does: ["process.kill"] },
    { operand: /^(?:enable|add|on)$/, does: ["process.schedule"], signals: ["persistence.service"] },
    { operand: /^(?:disable|del|delete|off|zap)$/, does: ["infra.update"] },
    WATCHERS,
  ],
};

/** Where jobs are kept that run at some time. */
const CRONTAB: ProgramSpec = {
  flags: "-i -s -n -x",
  options: {
    "-l --list": { stdout: true },
    "-u --user -c": "text",
    "-r --remove": { does: ["file.delete"] },
    "-e --edit": { does: ["file.write"] },
    "-T -V": { harmless: true },
  },
  operands: "read?",
  does: ["process.schedule"],
  rules: [
    { operand: /./, signals: ["persistence.cron"] },
    { option: "-e --edit -r --remove", signals: ["persistence.cron"] },
  ],
  stdin: "data",
};

/** Services, jobs that run later, logs, and turning the machine off. */
export const SERVICES: ProgramTable = {
  ac: SHOWS,
  accton: { lenient: true, operands: "write?", does: ["infra.update"], signals: ["evasion.log"] },
  anacron: {
    lenient: true,
    options: { "-V -h -T": { harmless: true }, "-t": "script", "-S": "mention" },
    operands: "text*",
    does: ["process.exec"],
  },
  auditctl: {
    lenient: true,
    options: {
      "-h -l -s -v": { harmless: true },
      "-D -d": { does: ["infra.update"], signals: ["evasion.log"] },
      "-e": { value: "text", does: ["infra.update"] },
      "-R": { value: "read", does: ["infra.update"] },
      "-a -A -w -W -b -r -f": { value: "text", does: ["infra.update"] },
      "-S -F -C -k -p": "text",
    },
    rules: [
      { option: "-e", value: /^0$/, signals: ["evasion.log"] },
      // Every command that anybody starts, with its arguments.
      { option: "-S", value: /execve|^all$/, signals: ["collection.capture"] },
    ],
    operands: "text*",
  },
  aureport: { lenient: true, options: { ...SHORT_HELP, "-if --input": "read" }, operands: "text*" },
  ausearch: { lenient: true, options: { ...SHORT_HELP, "-if --input": "read" }, operands: "text*" },
  autrace: { operands: "command" },
  busctl: {
    options: OPTIONS,
    flags: "--user --system --no-pager --list --acquired --activatable --unique -q --verbose",
    subcommands: {
      ...each("capture get-property introspect list monitor status tree", READS),
      ...each("call emit set-property", { ...CHANGES, does: ["process.exec"] }),
    },
  },
  chkconfig: {
    ...SERVICE,
    options: {
      ...SHORT_HELP,
      "--list": { stdout: true },
      "--add --level": { value: "text", does: ["process.schedule"], signals: ["persistence.service"] },
      "--del": { value: "text", does: ["infra.update"] },
    },
  },
  chkservice: SERVICE,
  coredumpctl: {
    options: { ...SHORT_HELP, "-o --output": "write", "-F -S -U -D --since --until --file --debugger": "text" },
    flags: "-1 -r -q --no-pager --all",
    subcommands: {
      ...each("info list", READS),
      debug: { ...STARTS, signals: ["privilege.debug"] },
      dump: { ...READS, does: ["device.read"] },
      gdb: STARTS,
    },
  },
  cron: "crond",
  crond: { lenient: true, options: SHORT_HELP, does: ["process.exec"] },
  crontab: CRONTAB,
  "dbus-send": { lenient: true, options: HELP, operands: "text*", does: ["process.exec"] },
  dinitctl: SERVICE,
  halt: {
    lenient: true,
    options: { "--help": { harmless: true }, "-w --wtmp-only": "" },
    does: ["process.kill"],
    signals: ["destruction.system_stop"],
  },
  hostnamectl: {
    options: OPTIONS,
    flags: "--static --transient --pretty --json",
    subcommands: {
      ...each("status show", READS),
      ...each(
        "chassis deployment hostname icon-name location set-chassis set-deployment set-hostname set-icon-name set-location",
        CHANGES,
      ),
    },
  },
  incrontab: { ...CRONTAB, flags: "-t -d" },
  init: { lenient: true, operands: "text", does: ["process.kill"], signals: ["destruction.system_stop"] },
  initctl: { ...SERVICE },
  insserv: { lenient: true, operands: "text*", does: ["process.schedule"], signals: ["persistence.service"] },
  "invoke-rc.d": SERVICE,
  journalctl: {
    flags:
      "-a -f -e -l -m -q -r -x -k -N -W --all --follow --pager-end --full --merge --quiet --reverse --catalog --dmesg --fields --no-pager --no-tail --no-full --no-hostname --utc --list-boots --disk-usage --verify --header --list-catalog --local --system --user --truncate-newline --show-cursor --list-invocations",
    options: {
      ...SHORT_HELP,
      "-b --boot": { value: "text", optional: true },
      "-n --lines -D --directory --root --image --file": { value: "text", optional: true },
      "-u --unit --user-unit -t --identifier -p --priority -g --grep --case-sensitive -S --since -U --until -o --output --output-fields -c --cursor --after-cursor --facility -F --field -M --machine -T --exclude-identifier --namespace --verify-key --interval":
        "text",
      "--cursor-file": "write",
      "--vacuum-size --vacuum-time --vacuum-files": { value: "text", does: ["file.delete"], signals: ["evasion.log"] },
      "--rotate --flush --sync --relinquish-var --smart-relinquish-var": { does: ["infra.update"] },
      "--setup-keys --update-catalog": { does: ["file.write"] },
    },
    operands: "text*",
  },
  killall5: { lenient: true, does: ["process.kill"], signals: ["destruction.processes"] },
  last: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-f --file": "read",
      "-n --limit -s --since -t --until -p --present --time-format": "text",
    },
    operands: "text*",
  },
  lastb: "last",
  lastcomm: { lenient: true, options: { "-f --file": "read" }, operands: "text*" },
  lastlog: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-u --user -b --before -t --time": "text",
      "-C --clear": { does: ["file.delete"], signals: ["evasion.log"] },
      "-S --set": { does: ["file.write"] },
    },
  },
  lastlog2: SHOWS,
  launchctl: {
    options: SHORT_HELP,
    subcommands: {
      ...each(
        "blame dumpstate error examine getenv help hostinfo list managername managerpid manageruid print print-cache print-disabled procinfo resolveport variant version",
        READS,
      ),
      ...each("bootstrap enable load submit", {
        lenient: true,
        operands: "read*",
        does: ["process.schedule"],
        signals: ["persistence.launch"],
      }),
      ...each("attach debug kickstart reboot start", STARTS),
      ...each("bootout disable kill remove stop unload", STOPS),
      ...each("config limit umask unsetenv", CHANGES),
      asuser: { operands: "text command" },
      bsexec: { operands: "text command" },
      plist: READS,
      setenv: { ...CHANGES, does: ["process.schedule"] },
    },
  },
  localectl: {
    options: OPTIONS,
    subcommands: {
      ...each(
        "list-keymaps list-locales list-x11-keymap-layouts list-x11-keymap-models list-x11-keymap-options list-x11-keymap-variants status",
        READS,
      ),
      ...each("set-keymap set-locale set-x11-keymap", CHANGES),
    },
  },
  loginctl: {
    options: OPTIONS,
    subcommands: {
      ...each(
        "list-seats list-sessions list-users seat-status session-status show-seat show-session show-user user-status",
        READS,
      ),
      ...each("activate attach flush-devices lock-session lock-sessions unlock-session unlock-sessions", CHANGES),
      ...each("kill-session kill-user terminate-seat terminate-session terminate-user", STOPS),
      "disable-linger": CHANGES,
      "enable-linger": { ...CHANGES, does: ["process.schedule"], signals: ["persistence.service"] },
    },
  },
  logread: SHOWS,
  monit: SERVICE,
  openrc: { ...SERVICE, does: ["process.exec"] },
  pm2: {
    ...SERVICE,
    subcommands: {
      ...each("describe env id info jlist list logs ls monit prettylist report show status pid", SHOWS),
      startup: { lenient: true, operands: "text*", does: ["process.schedule"], signals: ["persistence.service"] },
      start: { lenient: true, operands: "script text*", does: ["process.exec"] },
      ...each("kill delete del stop flush", STOPS),
      install: { lenient: true, operands: "text*", does: ["code.install"] },
      deploy: { lenient: true, operands: "text*", does: ["net.connect", "process.exec"] },
      save: { does: ["process.schedule"], signals: ["persistence.service"] },
      serve: { lenient: true, operands: "list text*", does: ["net.listen"] },
    },
  },
  poweroff: "halt",
  "rc-service": SERVICE,
  "rc-status": SHOWS,
  "rc-update": { ...SERVICE, rules: [...(SERVICE.rules ?? []), { bare: true, harmless: true }] },
  rcctl: SERVICE,
  reboot: "halt",
  rsyslogd: { lenient: true, options: { "-f": "read" }, does: ["process.exec"] },
  runlevel: SHOWS,
  scrontab: CRONTAB,
  service: SERVICE,
  shutdown: {
    lenient: true,
    options: { "--help": { harmless: true }, "-c": { stdout: true } },
    operands: "text*",
    does: ["process.kill"],
    signals: ["destruction.system_stop"],
  },
  supervisorctl: {
    ...SERVICE,
    options: { ...SHORT_HELP, "-c --configuration": "read", "-s --serverurl": "connect", "-u -p": "text" },
  },
  supervisord: { lenient: true, options: { "-c": "script" }, does: ["process.exec"] },
  sv: SERVICE,
  sysrc: { lenient: true, operands: "text*", does: ["process.schedule"], options: { "-a -A -n": { stdout: true } } },
  systemctl: SYSTEMCTL,
  "systemd-analyze": {
    lenient: true,
    options: OPTIONS,
    operands: "text*",
    rules: [{ operand: /^(?:log-level|log-target|set-log-level)$/, does: ["infra.update"] }],
  },
  "systemd-cgls": SHOWS,
  "systemd-cgtop": SHOWS,
  "systemd-creds": { lenient: true, operands: "text read write", options: SHORT_HELP, does: ["secret.read"] },
  "systemd-cryptenroll": { lenient: true, options: SHORT_HELP, operands: "text", does: ["secret.write"] },
  "systemd-delta": SHOWS,
  "systemd-detect-virt": SHOWS,
  "systemd-dissect": {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-m --mount -M --umount": { does: ["infra.update"] },
      "--copy-from --copy-to": { does: ["file.copy"] },
    },
    operands: "read text*",
  },
  "systemd-escape": SHOWS,
  "systemd-firstboot": CHANGES,
  "systemd-hwdb": CHANGES,
  "systemd-id128": SHOWS,
  "systemd-machine-id-setup": CHANGES,
  "systemd-mount": CHANGES,
  "systemd-notify": { lenient: true, operands: "text*" },
  "systemd-path": SHOWS,
  "systemd-sysext": { lenient: true, operands: "text*", does: ["infra.update"] },
  "systemd-sysusers": { lenient: true, operands: "read*", does: ["identity.create"] },
  "systemd-tmpfiles": { lenient: true, options: SHORT_HELP, operands: "read*", does: ["file.write", "file.delete"] },
  "systemd-tty-ask-password-agent": SHOWS,
  "systemd-umount": CHANGES,
  telinit: "init",
  timedatectl: {
    options: OPTIONS,
    subcommands: {
      ...each("list-timezones show show-timesync status timesync-status", READS),
      ...each("ntp-servers revert set-local-rtc set-ntp set-time set-timezone", CHANGES),
    },
  },
  udevadm: {
    options: SHORT_HELP,
    subcommands: {
      ...each("cat info lock monitor settle test test-builtin verify wait", READS),
      ...each("control hwdb trigger", CHANGES),
    },
  },
  userdbctl: { lenient: true, options: OPTIONS, operands: "text*" },
  utmpdump: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o --output": "write",
      "-r --reverse": { does: ["file.write"], signals: ["evasion.log"] },
    },
    operands: "read*",
  },
  varlinkctl: { lenient: true, operands: "text*", does: ["process.exec"] },
};
