import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { DIGITS, each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

export const CHANGES: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["infra.update"] };

/** ip(8): an object and what happens to it; without a word that changes, it shows. */
const IP_OBJECT: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  rules: [
    {
      operand:
        /^(?:add|app(?:end)?|ch(?:ange)?|d|del(?:ete)?|fl(?:ush)?|rep(?:lace)?|set|up|down|restore|attach|detach|update)$/,
      does: ["infra.update"],
    },
  ],
};

const IP_NETNS: ProgramSpec = {
  options: HELP,
  subcommands: {
    ...each("add attach del delete set", CHANGES),
    ...each("identify list list-id monitor pids show", SHOWS),
    exec: { flags: "-all", operands: "text command", signals: ["privilege.namespace"] },
  },
};

const IP: ProgramSpec = {
  flags: `${DIGITS} -a -all -B -br -brief -c -color -d -details -D -echo -h -human -human-readable -I -iec -j -json -M -N -Numeric -o -oneline -p -pretty -r -resolve -s -stats -statistics -t -timestamp -ts -tshort --all --brief --color --details --human-readable --json --oneline --pretty --resolve --stats -ipv4 -ipv6`,
  options: {
    "-help --help": { harmless: true },
    "-V -Version": "",
    "-f -family -l -loops -rc -rcvbuf": "text",
    "-n -netns": "text",
    "-b -batch": { value: "read", does: ["infra.update"] },
    "-force": "",
  },
  operands: "text*",
  subcommands: {
    ...each(
      "a addr address addrlabel fou ioam l l2tp li link ma macsec maddr maddress mptcp mroute mrule n nei neigh neighbor neighbour netconf nexthop ntable ntbl r ro route ru rule sr stats tap tcp_metrics token tunnel tuntap xfrm",
      IP_OBJECT,
    ),
    help: SHOWS,
    monitor: SHOWS,
    netns: IP_NETNS,
    vrf: { ...IP_OBJECT, subcommands: { exec: { operands: "text command" } } },
  },
};

const NMCLI_OPTIONS: Options = {
  ...SHORT_HELP,
  "-f --fields -g --get-values -m --mode -c --colors -e --escape -w --wait": "text",
  "-s --show-secrets": { does: ["secret.read"], signals: ["credential.secret_store"] },
};

/** Programs that set up the network of this machine. */
export const NETWORK_ADMIN: ProgramTable = {
  arp: {
    flags: "-a -e -n -v -D -N -x -l --all --numeric --verbose",
    options: {
      ...SHORT_HELP,
      "-i --device -H -A -p -t -m": "text",
      "-d -s --delete --set": { does: ["infra.update"] },
      "-f --file": { value: "read", does: ["infra.update"] },
    },
    operands: "text*",
    output: "facts",
  },
  brctl: { ...SHOWS, rules: [{ operand: /^(?:add|del|set|hairpin|stp)/, does: ["infra.update"] }] },
  bridge: IP_OBJECT,
  create_ap: { ...CHANGES, does: ["infra.update", "net.listen"] },
  dhclient: {
    ...CHANGES,
    options: { ...HELP, "-sf": "script", "-cf -lf": "read", "-pf": "write" },
    does: ["infra.update", "net.connect"],
  },
  dhcpcd: {
    ...CHANGES,
    options: { ...HELP, "-c --script": "script", "-f --config": "read" },
    does: ["infra.update", "net.connect"],
  },
  dnsmasq: {
    lenient: true,
    options: {
      ...HELP,
      "-C --conf-file -H --addn-hosts --conf-dir": "read",
      "--test": { harmless: true },
      "--dhcp-script --dhcp-luascript": "script",
      "-x --pid-file --log-facility": "write",
    },
    operands: "text*",
    does: ["net.listen"],
    signals: ["network.listen"],
  },
  ethtool: {
    lenient: true,
    options: {
      "-h --help --version": { harmless: true },
      "-s --change -A --pause -C --coalesce -G --set-ring -K --offload --features -L --set-channels -N -U --config-ntuple -E --change-eeprom -f --flash -W --set-dump -X --rxfh --set-priv-flags --set-fec --set-eee --reset -r --negotiate":
        { does: ["infra.update"] },
    },
    operands: "text*",
    output: "facts",
  },
  hostapd: { lenient: true, options: SHORT_HELP, operands: "read*", does: ["infra.update", "net.listen"] },
  ifconfig: {
    flags: "-a -s -v -L -l -d -u -m -k -r -C -n",
    options: { ...HELP, "-f": "text" },
    operands: "text*",
    output: "facts",
    rules: [
      {
        operand:
          /^(?:up|down|add|del|delete|remove|create|destroy|plumb|netmask|broadcast|mtu|hw|ether|lladdr|alias|-alias|inet6?|promisc|-promisc|arp|-arp|dstaddr|tunnel|media|\d+\.\d+\.\d+\.\d+.*|(?=[^:]*:)[0-9a-f:/]+)$/i,
        does: ["infra.update"],
      },
      { operand: /^promisc$/, signals: ["collection.sniffing"] },
    ],
  },
  ifdown: CHANGES,
  ifmetric: CHANGES,
  ifup: CHANGES,
  ip: IP,
  iw: {
    ...SHOWS,
    rules: [
      { operand: /^(?:set|add|del|connect|disconnect|switch|join|leave|roc|cac|auth)$/, does: ["infra.update"] },
      { operand: /^monitor$/, signals: ["collection.sniffing"] },
    ],
  },
  iwconfig: {
    ...SHOWS,
    rules: [
      {
        operand: /^(?:essid|nwid|mode|freq|channel|ap|rate|key|enc|power|txpower|commit|nick)$/,
        does: ["infra.update"],
      },
    ],
  },
  iwctl: {
    lenient: true,
    options: { ...SHORT_HELP, "-P --passphrase -u -p": "text" },
    operands: "text*",
    rules: [
      { operand: /^(?:connect|disconnect|scan|forget|set-property|connect-hidden|start|stop)/, does: ["infra.update"] },
    ],
  },
  iwgetid: SHOWS,
  iwinfo: SHOWS,
  iwlist: SHOWS,
  macchanger: { ...CHANGES, options: { ...SHORT_HELP, "-s --show -l --list": { stdout: true } } },
  "mii-tool": SHOWS,
  mmcli: { lenient: true, options: SHORT_HELP, operands: "text*", rules: [{ operand: /./, does: ["infra.update"] }] },
  nameif: CHANGES,
  netplan: {
    options: SHORT_HELP,
    flags: "--debug --all",
    subcommands: {
      ...each("apply rebind try", CHANGES),
      ...each("get info ip status", SHOWS),
      generate: { lenient: true, does: ["file.write"] },
      set: { ...CHANGES, does: ["file.write"] },
    },
  },
  netsh: CHANGES,
  networkctl: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      {
        operand: /^(?:up|down|renew|forcerenew|reconfigure|reload|edit|cat|mask|unmask|delete)$/,
        does: ["infra.update"],
      },
    ],
  },
  networksetup: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      {
        option: "-setwebproxy -setsecurewebproxy -setsocksfirewallproxy -setautoproxyurl -setproxybypassdomains",
        signals: ["network.proxy"],
        does: ["infra.update"],
      },
    ],
    flags:
      "-setwebproxy -setsecurewebproxy -setsocksfirewallproxy -setautoproxyurl -setproxybypassdomains -listallnetworkservices -listallhardwareports -getinfo -getdnsservers -getairportnetwork -getairportpower",
    does: ["infra.update"],
  },
  "nm-online": SHOWS,
  nmcli: {
    flags: "-a -t -p -o --ask --terse --pretty --overview --complete-args --offline",
    options: NMCLI_OPTIONS,
    operands: "text*",
    rules: [
      {
        operand:
          /^(?:add|connect|delete|disconnect|down|edit|export|hotspot|import|load|modify|mod|off|on|reapply|reload|rescan|set|up|wifi-p2p|clone|migrate)$/,
        does: ["infra.update"],
      },
    ],
  },
  nmtui: CHANGES,
  piactl: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      {
        operand: /^(?:connect|disconnect|set|login|logout|background|dedicatedip|resetsettings)$/,
        does: ["infra.update"],
      },
    ],
  },
  pihole: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["infra.update"] },
  resolvconf: { ...CHANGES, stdin: "data" },
  resolvectl: {
    lenient: true,
    options: { ...SHORT_HELP, "-i -p -t -c -4 -6": "" },
    operands: "text*",
    rules: [
      {
        operand:
          /^(?:dns|domain|default-route|llmnr|mdns|dnsovertls|dnssec|nta|revert|flush-caches|reset-server-features|reset-statistics|log-level)$/,
        does: ["infra.update"],
      },
      { operand: /^(?:query|service|openpgp|tlsa)$/, does: ["net.connect"] },
    ],
  },
  rfkill: { ...SHOWS, rules: [{ operand: /^(?:block|unblock|toggle)$/, does: ["device.control"] }] },
  route: {
    flags: "-n -e -ee -v -F -C -q -t -d -4 -6 -inet -inet6 --numeric --extend --verbose --fib --cache",
    options: { ...SHORT_HELP, "-A --protocol": "text" },
    operands: "text*",
    rules: [
      { operand: /^(?:add|change|replace)$/, does: ["infra.update"] },
      { operand: /^(?:del|delete|flush)$/, does: ["infra.delete"] },
    ],
  },
  "systemd-resolve": "resolvectl",
  tc: IP_OBJECT,
  wpa_cli: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [{ operand: /^(?!status$|list_networks$|scan_results$|ping$|help$)/, does: ["infra.update"] }],
  },
  wpa_passphrase: { operands: "text*", stdin: "data" },
  wpa_supplicant: {
    lenient: true,
    options: { ...SHORT_HELP, "-c": "read", "-i -D": "text", "-P -f": "write" },
    does: ["infra.update"],
  },
};
