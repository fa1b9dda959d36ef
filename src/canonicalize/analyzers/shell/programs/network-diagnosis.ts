import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { DIGITS, each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

/** ping(8) sends what -p says and as much as -s says. */
const PING: ProgramSpec = {
  flags: "-4 -6 -A -a -B -b -C -D -d -f -H -L -n -O -o -q -R -r -U -v -3",
  options: {
    "-V --help --version": { harmless: true },
    "-h": "text",
    "-c -e -F -G -g -I -i -l -M -m -N -P -Q -S -s -T -t -W -w -z -K -k": "text",
    "-p": { value: "text", signals: ["network.dns_data"] },
  },
  operands: "connect*",
  output: "facts",
};

const TRACE: ProgramSpec = {
  flags:
    "-4 -6 -a -A -b -c -d -D -e -E -F -I -l -n -r -R -S -T -U -UL -v -V -x --report --report-wide -w -t --no-dns --show-ips -o -j --json --raw --csv -C --xml -z --aslookup -y --mtr --icmp --tcp --udp",
  options: {
    ...HELP,
    "-f -g -i -m -M -N -p -P -q -s -L -O -Q -G -W -B --port --sport --source --queries --max-hops --max-ttl --first-ttl --interval --report-cycles":
      "text",
    "--psize --timeout --address --interface --order --fields --resolve-hostnames --type": "text",
    "--filename": "read",
  },
  operands: "connect text*",
  output: "facts",
};

/** dig(1): `+name` options, types and classes beside the names that are asked for. */
const DIG: ProgramSpec = {
  flags:
    "-4 -6 -d -i -m -n -r -s -S -D -T -u -U -a -v +short +noshort +trace +notrace +nocomments +comments +noall +all +answer +noanswer +question +noquestion +stats +nostats " +
    "+tcp +notcp +vc +novc +dnssec +nodnssec +multiline +nomultiline +recurse +norecurse +nocmd +cmd +noadditional +additional +noauthority +authority " +
    "+identify +search +nosearch +nssearch +yaml +json +cdflag +adflag +nocookie +cookie +ttlid +nottlid +nocrypto +ttlunits +https +tls +onesoa +qr +besteffort +expire +nsid +keepopen +nofail +fail +idnout +noidnout +noidnin +rrcomments +split +sigchase +topdown +crypto +unknownformat +mapped +aaonly +aaflag +class +noclass +ignore +zflag",
  options: {
    "-h --help --version": { harmless: true },
    "-b -c -p -q -t -y +time +tries +retry +bufsize +domain +ndots +edns +subnet +timeout": "text",
    "-x": "lookup",
    "-f -k": "read",
  },
  operands: "lookup*",
};

const SNIFFER: ProgramSpec = { does: ["device.read"], signals: ["collection.sniffing"] };

/** nmap(1). Not listed: --script and --script-args are code, --datadir, --resume. */
const NMAP: ProgramSpec = {
  flags: `${DIGITS} -A -d -F -f -n -R -r -v -vv -vvv -sS -sT -sA -sW -sM -sU -sN -sF -sX -sY -sZ -sO -sn -sP -sL -sV -sR -sC -O -Pn -P0 -PN -PE -PP -PM -PR -T0 -T1 -T2 -T3 -T4 -T5 -d2 --open --reason --traceroute --packet-trace --iflist --version-all --version-light --version-trace --osscan-guess --osscan-limit --fuzzy --system-dns --defeat-rst-ratelimit --allports --badsum --append-output --webxml --no-stylesheet --send-eth --send-ip --privileged --unprivileged --noninteractive --randomize-hosts --unique --resolve-all --disable-arp-ping --discovery-ignore-rst --stats --log-errors`,
  options: {
    "-h -V --help --version": { harmless: true },
    "-iL --excludefile --servicedb --versiondb": "read",
    "-oN -oX -oS -oG -oA": "write",
    "-p --exclude-ports --exclude -iR -e -g --source-port -S -D --top-ports --port-ratio --min-rate --max-rate --min-parallelism --max-parallelism":
      "text",
    "--max-retries --host-timeout --scan-delay --max-scan-delay --ttl --mtu --data --data-string --data-length --ip-options --spoof-mac":
      "text",
    "--version-intensity --min-hostgroup --max-hostgroup --min-rtt-timeout --max-rtt-timeout --initial-rtt-timeout --stats-every --stylesheet":
      "text",
    "-PS -PA -PU -PY -PO": { value: "text", optional: true },
    "-sI -b --dns-servers": "connect",
    "--proxies": "connect",
    "--script": { value: "text", does: ["code.run"] },
    "--script-args --script-help": "text",
    "--interactive": { does: ["process.exec"] },
  },
  operands: "scan*",
  signals: ["network.scan"],
};

const SCANNER: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-o --output -oX -oG -oJ -oN -oL -output --out": "write",
    "-w --wordlist -iL -l -list -L -P -U -c --conf --config": "read",
    "-u --url -target -host -d -domain --host --target": "scan",
    "-p --ports --rate -t --threads --range": "text",
  },
  operands: "scan*",
  does: ["net.scan"],
  signals: ["network.scan"],
};

/** Programs that ask about the network or look into it. */
export const NETWORK_DIAGNOSIS: ProgramTable = {
  amass: {
    ...SCANNER,
    subcommands: {
      ...each("db enum intel track viz", SCANNER),
    },
  },
  "arp-scan": SCANNER,
  arping: {
    flags: "-A -b -D -f -q -U -0 -a -r -R",
    options: { "-h -V": { harmless: true }, "-c -i -I -s -w -S -T": "text" },
    operands: "connect",
    output: "facts",
  },
  bettercap: {
    lenient: true,
    options: { ...SHORT_HELP, "-eval": { value: "code", does: ["net.scan"] }, "-caplet": "script" },
    does: ["net.scan", "net.listen"],
    signals: ["collection.sniffing"],
  },
  delv: DIG,
  dig: DIG,
  dirb: SCANNER,
  dirbuster: SCANNER,
  dirsearch: SCANNER,
  dnsenum: SCANNER,
  dnsmap: SCANNER,
  dnsrecon: SCANNER,
  dnstracer: { ...DIG, operands: "lookup" },
  dnswalk: { flags: "-a -d -f -F -i -l -m -r", operands: "lookup" },
  dnsx: SCANNER,
  dog: "doggo",
  doggo: {
    lenient: true,
    options: { ...SHORT_HELP, "-q --query": "lookup", "-t --type -c --class": "text", "-n --nameserver": "connect" },
    operands: "lookup*",
  },
  drill: {
    flags: "-4 -6 -a -D -S -T -V -u -t -x",
    options: { "-h -v": { harmless: true }, "-b -c -p -o -y -d -w": "text", "-f -k -r -i": "read" },
    operands: "lookup*",
  },
  dumpcap: {
    ...SNIFFER,
    flags: "-B -d -g -I -L -n -P -q -S -t -Z -N",
    options: { "-h -v -D": { harmless: true }, "-a -b -c -f -i -s -y -m -M": "text", "-w": "write" },
    operands: "text*",
  },
  ettercap: {
    ...SNIFFER,
    lenient: true,
    options: { ...SHORT_HELP, "-w -L -l -m": "write", "-r -F -j -k": "read" },
    operands: "scan*",
    does: ["net.scan", "device.read"],
  },
  feroxbuster: SCANNER,
  ffuf: SCANNER,
  fierce: SCANNER,
  fping: {
    flags:
      "-4 -6 -a -A -d -D -e -E -l -m -M -n -N -o -q -R -s -u -J --alive --addr --rdns --elapsed --loop --all --name --outage --quiet --random --stats --unreach --ipv4 --ipv6 --timestamp",
    options: {
      "-h -v --help --version": { harmless: true },
      "-b -B -c -C -H -i -I -k -O -p -Q -r -S -t -T -x -X --size --count --interval --period --retry --timeout --iface":
        "text",
      "-f --file": "read",
      "-g --generate": { operands: "scan*", signals: ["network.scan"] },
    },
    operands: "connect*",
    output: "facts",
  },
  getent: {
    flags: "-i --no-idn -A",
    options: { "-? --help --usage -V --version": { harmless: true }, "-s --service": "text" },
    operands: "text*",
  },
  gobuster: {
    ...SCANNER,
    subcommands: {
      ...each("dir dns fuzz gcs s3 tftp vhost", SCANNER),
      version: {},
    },
  },
  host: {
    flags: "-4 -6 -a -A -C -d -i -l -r -s -T -U -v -w -V",
    options: { "-c -N -p -R -t -W -m": "text" },
    operands: "lookup connect?",
  },
  hping: "hping3",
  hping3: SCANNER,
  httprobe: SCANNER,
  httpx: SCANNER,
  hydra: { ...SCANNER, signals: ["network.scan", "credential.dump"] },
  iftop: {
    ...SNIFFER,
    flags: "-b -B -l -n -N -p -P -t",
    options: { "-h": { harmless: true }, "-c": "read", "-f -F -G -i -m -o -s -L": "text" },
  },
  ipcalc: SHOWS,
  iperf: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-c --client": "connect",
      "-s --server": { does: ["net.listen"], signals: ["network.listen"] },
      "-F --file --authorized-users-path": "read",
      "--logfile": "write",
    },
    operands: "text*",
  },
  iperf3: "iperf",
  iptraf: SNIFFER,
  "iptraf-ng": { ...SNIFFER, lenient: true, options: { ...SHORT_HELP, "-L": "write", "-i -s -d -z -l -t": "text" } },
  jwhois: "whois",
  kdig: DIG,
  kiterunner: SCANNER,
  kr: SCANNER,
  ldapsearch: {
    flags: "-A -C -I -L -LL -LLL -M -N -n -Q -t -u -v -W -x -Z -ZZ",
    options: {
      "-V -VV": { harmless: true },
      "-h -H": "connect",
      "-a -b -c -D -d -e -E -F -l -o -O -p -P -R -s -S -T -U -w -X -Y -z": "text",
      "-f -y": "read",
    },
    operands: "text*",
    does: ["identity.read"],
  },
  masscan: SCANNER,
  medusa: { ...SCANNER, options: { ...SCANNER.options, "-h": "scan" }, signals: ["network.scan", "credential.dump"] },
  mtr: TRACE,
  naabu: SCANNER,
  nbtscan: SCANNER,
  ncrack: { ...SCANNER, signals: ["network.scan", "credential.dump"] },
  netdiscover: SCANNER,
  nethogs: {
    ...SNIFFER,
    flags: "-b -s -a -l -t -C -p",
    options: { "-h -V": { harmless: true }, "-d -v -c -f": "text" },
    operands: "text*",
    signals: [],
  },
  netstat: {
    flags:
      "-4 -6 -a -b -B -C -c -d -e -F -g -i -I -l -L -m -M -n -N -o -p -P -q -r -R -s -S -t -T -u -U -v -W -w -x -Z --all --tcp --udp --udplite --sctp --raw --unix --listening --numeric --numeric-hosts --numeric-ports --numeric-users --symbolic --programs --program --timers --extend --continuous --route --interfaces --groups --masquerade --statistics --verbose --wide --cache --fib --inet --inet6 --ip --l2cap --rfcomm --context",
    options: { "-h --help -V --version": { harmless: true }, "-A --protocol -f": "text" },
    operands: "text*",
    output: "facts",
  },
  nettacker: SCANNER,
  ngrep: {
    ...SNIFFER,
    flags: "-a -D -e -E -i -l -L -M -N -p -q -R -t -T -v -w -x -X -C",
    options: { "-h -V": { harmless: true }, "-A -c -d -F -n -P -s -S -u -W": "text", "-I": "read", "-O": "write" },
    operands: "text*",
  },
  nikto: { ...SCANNER, options: { ...SCANNER.options, "-h": "scan" } },
  nload: { flags: "-m", options: { "-h --help": { harmless: true }, "-a -i -o -t -u -U": "text" }, operands: "text*" },
  nmap: NMAP,
  nping: SCANNER,
  nslookup: {
    flags: "-debug -d2 -recurse -norecurse -vc -novc",
    options: {
      "-version": { harmless: true },
      "-type -query -q -querytype -class -port -timeout -retry -domain": "text",
    },
    operands: "lookup connect?",
    stdin: "operands",
  },
  nuclei: SCANNER,
  oping: PING,
  p0f: { ...SNIFFER, lenient: true, options: { ...SHORT_HELP, "-r -f": "read", "-o": "write" }, operands: "text*" },
  ping: PING,
  ping4: PING,
  ping6: PING,
  rpcinfo: { flags: "-d -l -m -p -s -t -u", options: { "-a -n -T": "text", "-b": "text" }, operands: "connect text*" },
  rustscan: SCANNER,
  showmount: {
    flags: "-a -d -e --all --directories --exports --no-headers",
    options: { "-h -v --help --version": { harmless: true } },
    operands: "connect?",
  },
  smbmap: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-H --host": "scan",
      "-u -p -d -P --username --password": "text",
      "-x": { value: "shell", does: ["process.exec"], signals: ["remote.execution"] },
      "--upload": { value: "read", does: ["net.upload"] },
      "--download": { value: "text", does: ["net.fetch", "file.write"] },
      "--delete": { value: "text", does: ["file.delete"] },
    },
    operands: "text*",
    does: ["net.scan"],
    signals: ["network.scan"],
  },
  speedtest: {
    lenient: true,
    options: { ...SHORT_HELP, "--servers --list -L": "" },
    operands: "text*",
    does: ["net.connect"],
  },
  "speedtest-cli": "speedtest",
  "speedtest-rs": "speedtest",
  ss: {
    flags:
      "-0 -4 -6 -a -b -B -e -E -H -i -I -l -m -M -n -o -O -p -P -Q -r -s -S -t -T -u -w -x -z -Z --numeric --resolve --all --listening --options --extended --memory --processes --threads --info --tos --cgroup --tipcinfo --summary --events --context --contexts --bpf --ipv4 --ipv6 --packet --tcp --sctp --mptcp --dccp --udp --raw --unix --vsock --xdp --no-header --no-queues --oneline --inet-sockopt --bound-inactive",
    options: {
      "-h -V --help --version": { harmless: true },
      "-A --query --socket -f --family -N --net": "text",
      "-F --filter": "read",
      "-D --diag": "write",
      "-K --kill": { does: ["process.kill"] },
    },
    operands: "text*",
    output: "facts",
  },
  sslscan: SCANNER,
  subfinder: SCANNER,
  tcpdump: {
    ...SNIFFER,
    flags:
      "-# -A -b -d -e -f -g -H -I -K -k -l -L -n -N -O -p -q -S -t -u -U -v -x -X --monitor-mode --no-promiscuous-mode --absolute-tcp-sequence-numbers --print --number --immediate-mode --dont-verify-checksums --packet-buffered --lengths --nano --micro",
    options: {
      "-h --help --version -D --list-interfaces --list-data-link-types": { harmless: true },
      "-B -c -C -E -G -i -j -m -M -Q -s -T -W -y -Z --buffer-size --interface --snapshot-length --time-stamp-type --time-stamp-precision --direction --relinquish-privileges --count":
        "text",
      "-F -r -V": "read",
      "-w": "write",
      "-z": { value: "shell", does: ["process.exec"] },
    },
    operands: "text*",
  },
  tcpflow: {
    ...SNIFFER,
    lenient: true,
    options: { ...SHORT_HELP, "-o": "write", "-r -R": "read", "-i": "text" },
    operands: "text*",
  },
  tcpick: SNIFFER,
  tcptraceroute: TRACE,
  termshark: "tshark",
  tracepath: TRACE,
  tracepath6: TRACE,
  traceroute: TRACE,
  traceroute6: TRACE,
  tracert: TRACE,
  tshark: {
    ...SNIFFER,
    flags: "-2 -g -I -l -L -n -p -P -q -v -V -x --color --print --no-duplicate-keys",
    options: {
      "-h --help --version -D -G": { harmless: true },
      "-a -b -B -c -d -e -E -f -F -i -j -J -m -N -o -O -R -s -S -t -T -u -W -X -y -Y -z -M --interface --disable-protocol":
        "text",
      "-r --read-file": "read",
      "-C -K -H": "text",
      "-w": "write",
    },
    operands: "text*",
    rules: [{ option: "-X", does: ["code.run"] }],
  },
  vnstat: {
    lenient: true,
    options: { ...SHORT_HELP, "--add --remove --create": { does: ["file.write"] } },
    operands: "text*",
  },
  wfuzz: SCANNER,
  whatweb: SCANNER,
  whois: {
    flags: "-B -b -d -G -H -I -K -L -l -M -m -r -R -x -a -A -Q -6 --verbose",
    options: {
      "--help --version": { harmless: true },
      "-h --host": "connect",
      "-p --port -T -i -g -s -t -v -V": "text",
    },
    operands: "lookup*",
  },
  wireshark: {
    ...SNIFFER,
    lenient: true,
    options: { ...SHORT_HELP, "-r": "read", "-w": "write", "-i -f -Y -k -c": "text" },
    operands: "read*",
  },
  wpscan: SCANNER,
  x8: SCANNER,
  zgrab2: SCANNER,
  zmap: SCANNER,
};
