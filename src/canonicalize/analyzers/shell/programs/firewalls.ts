import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { CHANGES } from "./network-admin.ts";
import { DIGITS, each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

const OPENS: ProgramSpec = { ...CHANGES, signals: ["evasion.firewall"] };
const REMOVES: ProgramSpec = { ...CHANGES, does: ["infra.delete"], signals: ["evasion.firewall"] };

/** iptables(8). What it lists it does not change; a module that -m names is a library of the system's own. */
const IPTABLES: ProgramSpec = {
  flags: `${DIGITS} -n -v -x -w -W -f --numeric --verbose --exact --line-numbers --fragment --wait --ipv4 --ipv6 --syn --noflush`,
  options: {
    "-h --help -V --version": { harmless: true },
    "-L --list -S --list-rules -C --check": { value: "text", optional: true, stdout: true },
    "-F --flush -X --delete-chain -D --delete -P --policy": {
      value: "text",
      optional: true,
      does: ["infra.delete"],
      signals: ["evasion.firewall"],
    },
    "-A --append -I --insert -R --replace -N --new-chain -E --rename-chain -Z --zero": {
      value: "text",
      does: ["infra.update"],
    },
    "-t --table -p --protocol -s --source -d --destination -i --in-interface -o --out-interface -j --jump -g --goto -m --match -c --set-counters":
      "text",
    "--dport --sport --dports --sports --ports --state --ctstate --icmp-type --icmpv6-type --to-destination --to-source --to-ports --to --limit --limit-burst --log-prefix --log-level":
      "text",
    "--reject-with --comment --mac-source --set-mark --mark --tcp-flags --uid-owner --gid-owner --string --algo --src-range --dst-range --hitcount --seconds --name --modprobe":
      "text",
    "--connlimit-above --connlimit-mask --every --mode --probability --match-set --on-port --tproxy-mark --set-xmark --clamp-mss-to-pmtu --set-mss --queue-num":
      "text",
  },
  operands: "text*",
  does: ["infra.update"],
};

/** Programs that say what may pass this machine's network. */
export const FIREWALLS: ProgramTable = {
  arptables: IPTABLES,
  conntrack: {
    lenient: true,
    options: { ...SHORT_HELP, "-D --delete -F --flush -I --create -U --update": { does: ["infra.update"] } },
    operands: "text*",
  },
  ebtables: IPTABLES,
  "fail2ban-client": {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      { operand: /^(?:stop|unban|reload|set|restart|start)$/, does: ["infra.update"] },
      { operand: /^(?:stop|unban)$/, signals: ["evasion.security_tool"] },
    ],
  },
  "firewall-cmd": {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "--state --list-all --list-all-zones --list-ports --list-services --list-interfaces --list-sources --list-rich-rules --list-forward-ports --list-protocols --get-zones --get-services --get-icmptypes --get-active-zones --get-default-zone --get-zone-of-interface --get-log-denied --query-service --query-port --query-masquerade --query-panic --info-zone --info-service --check-config":
        { stdout: true },
      "--panic-off --remove-rich-rule --remove-service --remove-port --remove-interface --remove-source --set-target --set-default-zone":
        { value: "text", optional: true, does: ["infra.update"], signals: ["evasion.firewall"] },
    },
    operands: "text*",
    does: ["infra.update"],
  },
  ip6tables: IPTABLES,
  "ip6tables-legacy": IPTABLES,
  "ip6tables-nft": IPTABLES,
  "ip6tables-restore": "iptables-restore",
  "ip6tables-save": "iptables-save",
  ipset: {
    lenient: true,
    options: { ...SHORT_HELP, "-f -file": "read" },
    operands: "text*",
    rules: [
      { operand: /^(?:add|create|del|destroy|flush|rename|restore|swap|n|x|-[ADFNXW])$/, does: ["infra.update"] },
      { operand: /^(?:flush|destroy)$/, signals: ["evasion.firewall"] },
    ],
  },
  iptables: IPTABLES,
  "iptables-legacy": IPTABLES,
  "iptables-nft": IPTABLES,
  "iptables-restore": {
    flags: "-c -t -n -v -w --counters --test --noflush --verbose --wait",
    options: { ...SHORT_HELP, "-T --table -M --modprobe": "text" },
    operands: "read*",
    does: ["infra.update"],
    stdin: "data",
  },
  "iptables-save": {
    flags: "-c --counters",
    options: { ...SHORT_HELP, "-t --table -M --modprobe": "text", "-f --file": "write" },
  },
  "iptables-translate": SHOWS,
  nft: {
    flags:
      "-a -c -d -e -j -n -N -s -S -t -T -u -y --handle --numeric --numeric-priority --numeric-protocol --numeric-time --stateless --terse --echo --json --reversedns --service --guid --debug --optimize -o",
    options: {
      "-h -v -V --help --version": { harmless: true },
      "-f --file": { value: "read", does: ["infra.update"] },
      "-i --interactive": { does: ["infra.update"] },
      "--check": "",
      "-I --includepath -D --define": "text",
    },
    operands: "text*",
    rules: [
      { operand: /^(?:add|create|delete|destroy|flush|insert|rename|replace|reset|import)\b/, does: ["infra.update"] },
      { operand: /(?:^|;\s*)(?:delete|destroy|flush)\b/, signals: ["evasion.firewall"], does: ["infra.delete"] },
    ],
  },
  pfctl: {
    lenient: true,
    options: {
      "-s": { value: "text", stdout: true },
      "-f": "read",
      "-d -F": { does: ["infra.update"], signals: ["evasion.firewall"] },
    },
    operands: "text*",
    does: ["infra.update"],
  },
  ufw: {
    flags: "--dry-run --force",
    options: HELP,
    subcommands: {
      ...each("allow default disable", OPENS),
      delete: REMOVES,
      reset: REMOVES,
      ...each("deny enable insert limit logging prepend reject reload route", CHANGES),
      ...each("help show status verbose version", SHOWS),
      app: { lenient: true, operands: "text*" },
    },
  },
};
