import type { OptionSpec, ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

/** Settings of ssh_config(5) that run a command, load a library or read more settings. */
const SSH_SETTINGS: readonly RuleSpec[] = [
  {
    option: "-o",
    value:
      /^\s*"?(?:ProxyCommand|LocalCommand|PermitLocalCommand|KnownHostsCommand|Include|Match|PKCS11Provider|SecurityKeyProvider|XAuthLocation)/i,
    does: ["process.exec", "unknown"],
  },
  {
    option: "-o",
    value: /^\s*"?(?:LocalForward|RemoteForward|DynamicForward|Tunnel)/i,
    does: ["net.listen"],
    signals: ["network.tunnel"],
  },
];

const LISTENS: OptionSpec = { value: "text", does: ["net.listen"], signals: ["network.tunnel"] };

/** ssh(1). Not listed: -F (settings of any kind) and -I (loads a library). */
const SSH: ProgramSpec = {
  flags: "-1 -2 -4 -6 -A -a -C -f -g -K -k -M -N -n -q -s -T -t -v -X -x -Y -y",
  options: {
    "-V -Q -G": { harmless: true },
    "-B -b -c -e -l -m -O -o -p -P -S": "text",
    "-E": "append",
    "-i": "mention",
    "-J -W": "connect",
    "-D": { value: "text", does: ["net.listen"], signals: ["network.proxy"] },
    "-L -R": LISTENS,
    "-w": { value: "text", does: ["infra.update"], signals: ["network.tunnel"] },
  },
  rules: SSH_SETTINGS,
  operands: "remote shell*",
  stdin: "shell",
  elsewhere: true,
};

/** scp(1). Not listed: -S and -D (programs), -F (settings of any kind). */
const SCP: ProgramSpec = {
  flags: "-1 -2 -3 -4 -6 -A -B -C -O -p -q -R -r -s -T -v",
  options: { "-c -l -o -P -X": "text", "-i": "mention", "-J": "connect" },
  rules: SSH_SETTINGS,
  operands: "copy_remote_from* copy_remote_to",
};

const REMOTE_COPY_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  "-i": "mention",
  "-o -P -p -l": "text",
  "-h": "read",
};

const PARALLEL_SSH: ProgramSpec = {
  flags: "-A -i -v -P -I --inline --inline-stdout --print --askpass --verbose --no-stdin",
  options: {
    ...HELP,
    "-h --hosts": "read",
    "-H --host": "connect",
    "-l -p -t -O -x -X -par --user --par --timeout --option --extra-args --extra-arg": "text",
    "-o -e --outdir --errdir": "write",
  },
  operands: "shell*",
  does: ["net.connect"],
  signals: ["remote.execution"],
  elsewhere: true,
};

/** rsync(1): -e is a shell command here, --rsync-path one there. */
const RSYNC: ProgramSpec = {
  flags:
    "-0 -4 -6 -8 -A -a -b -C -c -D -n --dry-run --list-only -d -E -F -g -H -h -I -i -J -K -k -L -l -m -N -O -o -P -p -q -R -r -S -s -t -U -u -v -W -X -x -y -z " +
    "--verbose --quiet --no-motd --checksum --archive --recursive --relative --no-relative --no-implied-dirs --backup --update --inplace --append --append-verify " +
    "--dirs --old-dirs --mkpath --links --copy-links --copy-unsafe-links --safe-links --munge-links --copy-dirlinks --keep-dirlinks --hard-links " +
    "--perms --no-perms --executability --acls --xattrs --owner --no-owner --group --no-group --devices --copy-devices --write-devices --specials --times " +
    "--no-times --atimes --open-noatime --crtimes --omit-dir-times --omit-link-times --super --fake-super --sparse --preallocate --whole-file " +
    "--no-whole-file --one-file-system --existing --ignore-non-existing --ignore-existing --ignore-errors --force --partial --delay-updates " +
    "--prune-empty-dirs --numeric-ids --cvs-exclude --from0 --secluded-args --protect-args --old-args --trust-sender --size-only --ignore-times " +
    "--fuzzy --compress --new-compress --old-compress --stats --8-bit-output --human-readable --no-human-readable --progress --no-progress --itemize-changes " +
    "--msgs2stderr --blocking-io --fsync --no-inc-recursive --inc-recursive --ipv4 --ipv6 --no-links --no-devices --no-specials --no-compress --no-r --no-o --no-g --no-p --no-t --no-D --no-l",
  options: {
    ...HELP,
    "-V": { harmless: true },

    "-e --rsh": "shell",
    "--rsync-path -M --remote-option": "text",
    "--delete --del --delete-before --delete-during --delete-delay --delete-after --delete-excluded --delete-missing-args --remove-source-files":
      {
        does: ["file.delete"],
      },
    "--files-from --exclude-from --include-from --password-file --read-batch --early-input": "read",
    "--log-file": "append",
    "-T --temp-dir --partial-dir --backup-dir --write-batch --only-write-batch": "write",
    "--compare-dest --copy-dest --link-dest": "mention",
    "--daemon": { does: ["net.listen"] },
    "-B --block-size -f --filter -@ --modify-window --address --bwlimit --checksum-choice --checksum-seed --chmod --chown --compress-choice":
      "text",
    "--compress-level --contimeout --copy-as --debug --exclude --groupmap --iconv --include --info --log-file-format --max-alloc":
      "text",
    "--max-delete --max-size --min-size --out-format --outbuf --port --protocol --skip-compress --sockopts --stop-after --stop-at":
      "text",
    "--suffix --timeout --usermap --zc --zl --cc": "text",
  },
  rules: [
    {
      option: "--rsync-path -M --remote-option",
      value: /[\s;|&$`]/,
      does: ["process.exec"],
      signals: ["remote.execution"],
    },
  ],
  operands: "copy_remote_from* copy_remote_to?",
};

const NETCAT: ProgramSpec = {
  flags:
    "-4 -6 -C -D -d -F -h -k -N -n -R -r -S -t -u -v -b --ipv4 --ipv6 --crlf --nodns --udp --sctp --telnet --keep-open --verbose --ssl " +
    "--ssl-verify --no-shutdown --recv-only --send-only --append-output --broker --chat --zero-mode --listen-mode --unixsock",
  options: {
    ...HELP,
    "-l --listen": { operands: "text*", does: ["net.listen"], signals: ["network.listen"] },
    "-L": { does: ["net.listen"], signals: ["network.listen"] },
    "-e -c --exec --sh-exec": { value: "shell", does: ["process.exec"], signals: ["execution.reverse_shell"] },
    "--lua-exec": { value: "script", does: ["code.run"], signals: ["execution.reverse_shell"] },
    "-z": { does: ["net.scan"], signals: ["network.scan"] },
    "-U": { does: ["net.connect"] },
    "-x --proxy -g": "connect",
    "-o --output --hex-dump": "write",
    "-i -I -m -M -O -P -p -q -s -T -V -W -w -X --proxy-type --proxy-auth --proxy-dns --source --source-port --wait --idle-timeout --max-conns":
      "text",
    "--allow --deny --delay --ssl-servername --ssl-ciphers --ssl-alpn --vsock": "text",
    "--allowfile --denyfile --ssl-cert --ssl-key --ssl-trustfile": "read",
  },
  operands: "connect text*",
  stdin: "upload",
};

const SEND_FILE: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-c --code --name --text --out": "text" },
  operands: "read*",
  does: ["net.upload"],
  stdin: "upload",
};

/** Programs that run commands on other machines or copy files from and to them. */
export const REMOTE: ProgramTable = {
  autossh: { ...SSH, flags: `${SSH.flags?.replace(" -M", "")}`, options: { ...SSH.options, "-M": "text" } },
  clush: {
    flags: "-a -b -B -L -N -n -q -v -d -S",
    options: {
      ...SHORT_HELP,
      "-w --nodes": "connect",
      "-g --group -x -X -l -f -t -u -o --user --timeout": "text",
      "-c --copy": "read",
      "--dest": "mention",
      "--rcopy": "mention",
    },
    operands: "shell*",
    does: ["net.connect"],
    signals: ["remote.execution"],
    elsewhere: true,
  },
  croc: {
    flags: "--yes --ask --debug --stdout --no-compress --local --classic --overwrite --ignore-stdin --qr",
    options: {
      ...SHORT_HELP,
      "--out": "write",
      "--relay --relay6 --pass --socks5 --connect --throttleUpload --ip --curve": "text",
    },
    operands: "text*",
    does: ["net.connect"],
    rules: [{ operand: /./, does: ["net.fetch", "file.write"] }],
    subcommands: {
      relay: { options: { "--host --port --ports --pass": "text" }, does: ["net.listen"], signals: ["network.listen"] },
      send: {
        flags: "--zip --git --no-local --no-multi",
        options: { "-c --code --hash --port --transfers --exclude -t --text": "text" },
        operands: "read*",
        does: ["net.upload"],
        stdin: "upload",
      },
    },
    conventional: "file",
  },
  dbclient: {
    flags: "-A -a -f -G -g -K -N -q -T -t -v -y -s",
    options: {
      "-V -h": { harmless: true },
      "-p -l -I -W -c -m -b -o": "text",
      "-i": "mention",
      "-L -R": LISTENS,
      "-B": "connect",
    },
    operands: "remote shell*",
    stdin: "shell",
    elsewhere: true,
  },
  et: {
    flags: "-f -N -x --no-terminal --verbose",
    options: {
      ...SHORT_HELP,
      "-c --command": "shell",
      "-t --tunnel -r --reversetunnel": LISTENS,
      "-p --port -u --username --host": "text",
      "--jumphost": "connect",
    },
    operands: "remote",
    elsewhere: true,
  },
  lsyncd: {
    options: { ...HELP, "-rsync -rsyncssh -direct": "read" },
    operands: "script text*",
    does: ["net.upload", "code.run"],
  },
  mosh: {
    flags: "-4 -6 -a -n --no-init --no-ssh-pty --local",
    options: { ...HELP, "--ssh --server": "shell", "-p --port --predict --family --bind-server": "text" },
    operands: "remote shell*",
    elsewhere: true,
  },
  nc: NETCAT,
  "nc.openbsd": NETCAT,
  "nc.traditional": NETCAT,
  ncat: NETCAT,
  netcat: NETCAT,
  "parallel-scp": "pscp",
  "parallel-ssh": PARALLEL_SSH,
  pdsh: {
    flags: "-b -d -L -N -q -S -V",
    options: { ...HELP, "-w": "connect", "-x -l -t -u -f -R -g -G": "text" },
    operands: "shell*",
    does: ["net.connect"],
    signals: ["remote.execution"],
    elsewhere: true,
  },
  plink: {
    flags: "-4 -6 -A -a -agent -batch -C -N -noagent -noshare -s -share -ssh -T -t -telnet -v -X -x -raw -no-antispoof",
    options: {
      ...HELP,
      "-P -l -pw -load -hostkey -sercfg -nc -pwfile": "text",
      "-i": "mention",
      "-m": "script",
      "-L -R": LISTENS,
      "-D": { value: "text", does: ["net.listen"], signals: ["network.proxy"] },
      "-proxycmd": "shell",
      "-sessionlog -sshlog -sshrawlog": "write",
    },
    operands: "remote shell*",
    stdin: "shell",
    elsewhere: true,
  },
  pscp: {
    flags: "-r -q -v -C -A -2 -4 -6 -batch -sftp -scp -ls",
    options: { ...HELP, ...REMOTE_COPY_OPTIONS, "-pw": "text" },
    operands: "copy_remote_from* copy_remote_to",
  },
  psftp: {
    flags: "-v -C -batch -be",
    options: { "-P -l -pw": "text", "-i": "mention", "-b": "script" },
    operands: "remote",
    does: ["net.connect"],
    stdin: "code",
  },
  pssh: PARALLEL_SSH,
  rcp: { flags: "-p -r -x -K", options: { "-k -D": "text" }, operands: "copy_remote_from* copy_remote_to" },
  rexec: { flags: "-a -c -d -h -n -s", options: { "-l -p": "text" }, operands: "remote shell*", elsewhere: true },
  rlogin: { flags: "-8 -d -E -L", options: { "-l -e": "text" }, operands: "remote", stdin: "shell", elsewhere: true },
  rsh: { flags: "-d -n", options: { "-l": "text" }, operands: "remote shell*", elsewhere: true },
  rsync: RSYNC,
  "rsync-ssl": RSYNC,
  scp: SCP,
  sftp: {
    flags: "-1 -2 -4 -6 -A -a -C -f -N -p -q -r -v",
    options: {
      "-B -c -l -o -P -R -X -s": "text",
      "-i": "mention",
      "-J": "connect",
      "-b": { value: "script", does: ["net.connect"] },
    },
    rules: SSH_SETTINGS,
    operands: "copy_remote_from copy_remote_to?",
    does: ["net.connect"],
    stdin: "code",
  },
  slogin: SSH,
  ssh: SSH,
  "ssh-add": {
    flags: "-c -K -k -q -v -X -x -A --apple-use-keychain --apple-load-keychain",
    options: { "-l -L": { harmless: true }, "-d -D": "", "-t -E -T -h": "text", "-s -e": { value: "script" } },
    operands: "mention*",
    does: ["identity.update"],
  },
  "ssh-agent": { flags: "-c -D -d -k -s", options: { "-a -E -t -P -O": "text" }, operands: "command?" },
  "ssh-copy-id": {
    flags: "-f -n -s -x",
    options: { "-h -?": { harmless: true }, "-i": "mention", "-p -o -t -F": "text" },
    rules: SSH_SETTINGS,
    operands: "connect",
    does: ["identity.grant"],
    signals: ["persistence.account_file"],
  },
  "ssh-keyscan": {
    flags: "-4 -6 -c -D -H -q -v",
    options: { "-O -p -T -t": "text", "-f": "read" },
    operands: "connect*",
  },
  sshfs: {
    flags: "-C -d -f -s -r -1 -2",
    options: { ...SHORT_HELP, "-V": { harmless: true }, "-o -p": "text" },
    rules: [
      ...SSH_SETTINGS,
      { option: "-o", value: /(?:ssh_command|sftp_server|proxy)/i, does: ["process.exec", "unknown"] },
    ],
    operands: "copy_remote_from chdir?",
    does: ["net.connect", "infra.update"],
  },
  sshpass: {
    flags: "-e -v",
    options: { "-h -V": { harmless: true }, "-p -P -d": "text", "-f": "read" },
    operands: "command",
  },
  sshuttle: {
    flags:
      "-v -D -H -N -V --dns --daemon --auto-hosts --auto-nets --latency-control --no-latency-control --disable-ipv6 --no-sudo-pythonpath --syslog",
    options: {
      ...SHORT_HELP,
      "-r --remote": "connect",
      "-x --exclude --method --to-ns --ns-hosts --tmark --user --group -l --listen": "text",
      "-e --ssh-cmd": "shell",
      "-s --subnets -X --exclude-from": "read",
      "--pidfile": "write",
    },
    operands: "text*",
    does: ["net.listen", "infra.update"],
    signals: ["network.tunnel"],
  },
  tcpclient: { lenient: true, operands: "connect text command?" },
  tcpserver: { lenient: true, operands: "listen text command", does: ["net.listen"] },
  telnet: {
    flags: "-4 -6 -8 -E -F -f -K -L -a -c -d -r -x",
    options: { "-S -X -b -e -k -l --escape --user": "text", "-n": "write" },
    operands: "connect text?",
    stdin: "upload",
  },
  transfersh: {
    flags: "--progress --recursive --tar --zip -p -r",
    options: { ...SHORT_HELP, "--name -n": "text", "--servername -s": "connect" },
    operands: "read*",
    does: ["net.upload"],
    stdin: "upload",
  },
  tsh: {
    flags: "--insecure --debug -d",
    options: {
      ...HELP,
      "--proxy": "connect",
      "--user --cluster --login -l --ttl --auth": "text",
      "-i --identity": "mention",
    },
    subcommands: {
      kube: { conventional: "infra", operands: "text*", lenient: true },
      login: { lenient: true, operands: "text*", does: ["identity.update", "net.connect"] },
      logout: { lenient: true, does: ["identity.update"] },
      ls: { lenient: true, operands: "text*" },
      scp: { flags: "-r -q -P", operands: "copy_remote_from* copy_remote_to" },
      ssh: {
        flags: "-A -t -N --no-x11",
        options: { "-p -l --login --cluster": "text", "-L -R -D": LISTENS },
        operands: "remote shell*",
        elsewhere: true,
      },
      status: {},
    },
  },
  wormhole: {
    options: { ...HELP, "--relay-url --transit-helper": "connect", "--appid --dump-timing": "text" },
    subcommands: {
      receive: {
        flags: "-0 -t -v --verify --only-text --accept-file --zeromode",
        options: { "-o --output-file": "write", "-c": "text" },
        operands: "text*",
        does: ["net.fetch", "file.write"],
      },
      recv: "receive",
      rx: "receive",
      send: SEND_FILE,
      ssh: { lenient: true, operands: "text*", does: ["identity.grant"], signals: ["persistence.account_file"] },
      tx: "send",
    },
  },
};
