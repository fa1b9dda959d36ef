import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { CHANGES } from "./network-admin.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

const OPENS: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["process.exec"] };
const DOMAIN: Options = { "-app -host -currentHost -g -globalDomain": "" };

/** security(1): the keychain. */
const KEYCHAIN_SHOWS: ProgramSpec = {
  lenient: true,
  options: {
    "-a -c -C -D -G -j -l -s -r -p -P -d -y -e": "text",
    "-g -w": { does: ["secret.read"], signals: ["credential.secret_store"] },
  },
  operands: "text*",
  does: ["identity.read"],
  signals: ["credential.search"],
};
const SECURITY: ProgramSpec = {
  flags: "-i -l -q -v -R",
  options: { "-h -?": { harmless: true }, "-p": "text" },
  subcommands: {
    ...each(
      "authorizationdb-read cms-info default-keychain-info error help list-keychains list-smartcards login-keychain-info show-keychain-info verify-cert user-trust-info dump-trust-settings leaks",
      SHOWS,
    ),
    ...each("find-certificate find-identity find-key", { ...KEYCHAIN_SHOWS, does: ["identity.read"], signals: [] }),
    ...each("find-generic-password find-internet-password", KEYCHAIN_SHOWS),
    ...each("export dump-keychain", {
      lenient: true,
      options: { "-o": "write", "-k -t -f -P": "text" },
      operands: "text*",
      does: ["secret.read"],
      signals: ["credential.dump"],
    }),
    ...each(
      "add-certificates add-generic-password add-internet-password import create-keychain set-key-partition-list set-generic-password-partition-list set-internet-password-partition-list set-keychain-password set-keychain-settings set-identity-preference create-filevaultmaster-keychain",
      { lenient: true, operands: "text*", does: ["secret.write"] },
    ),
    ...each("delete-certificate delete-generic-password delete-internet-password delete-identity delete-keychain", {
      lenient: true,
      operands: "text*",
      does: ["secret.delete"],
    }),
    ...each("add-trusted-cert trust-settings-import authorizationdb authorize", {
      lenient: true,
      operands: "text*",
      does: ["identity.grant"],
    }),
    ...each("default-keychain login-keychain lock-keychain remove-trusted-cert", {
      lenient: true,
      operands: "text*",
      does: ["identity.update"],
    }),
    "unlock-keychain": {
      lenient: true,
      options: { "-p": "text" },
      operands: "text*",
      does: ["secret.read"],
      signals: ["credential.secret_store"],
    },
    cms: { lenient: true, options: { "-i": "read", "-o": "write" }, operands: "text*" },
    execute_with_privileges: { operands: "command", raises: true },
  },
};

/** What macOS brings. */
export const MACOS: ProgramTable = {
  GetFileInfo: { lenient: true, operands: "mention*", output: "facts" },
  PlistBuddy: {
    lenient: true,
    options: { "-h": { harmless: true }, "-c": { value: "text" } },
    operands: "read",
    rules: [
      { option: "-c", value: /^\s*(?!print\b|help\b)/i, does: ["file.write"] },
      { option: "-c", value: /RunAtLoad|ProgramArguments|LSUIElement|LSEnvironment/i, signals: ["persistence.launch"] },
    ],
  },
  SetFile: {
    lenient: true,
    options: { "-a -c -d -m -t": "text" },
    operands: "write*",
    rules: [
      { option: "-d -m", signals: ["evasion.timestamp"] },
      { option: "-a", value: /V/, signals: ["evasion.hidden_file"] },
    ],
  },
  afplay: { lenient: true, operands: "read" },
  airport: {
    lenient: true,
    options: { "-s --scan -I --getinfo": { stdout: true }, "-z --disassociate": { does: ["infra.update"] } },
    operands: "text*",
    rules: [{ operand: /^sniff$/, does: ["device.read"], signals: ["collection.sniffing"] }],
  },
  asr: CHANGES,
  atsutil: CHANGES,
  automator: { lenient: true, options: { "-i": "text", "-D": "text" }, operands: "script", language: "applescript" },
  bless: { ...CHANGES, signals: ["persistence.startup"] },
  chflags: {
    flags: "-f -h -H -L -P -R -v -x",
    operands: "text permission*",
    rules: [{ operand: /(?:^|,)(?:hidden|uchg|schg|uappnd|sappnd)(?:,|$)/, signals: ["evasion.hidden_file"] }],
    does: ["file.permission"],
  },
  cupsctl: CHANGES,
  defaults: {
    flags: "-app -g -globalDomain -currentHost",
    options: { "-host": "text" },
    subcommands: {
      ...each("domains find help print read read-type", { lenient: true, options: DOMAIN, operands: "text*" }),
      ...each("import rename write", {
        lenient: true,
        options: DOMAIN,
        operands: "text*",
        does: ["file.write"],
        rules: [
          {
            operand:
              /^(?:LoginHook|LogoutHook|AutoLaunchedApplicationDictionary|SendFinderShell|NSQuitAlwaysKeepsWindows|.*loginwindow)$/,
            signals: ["persistence.startup"],
            does: ["process.schedule"],
          },
          { operand: /^(?:AppleShowAllFiles|LSQuarantine|QuarantineEnabled)$/, signals: ["evasion.security_tool"] },
        ],
      }),
      delete: { lenient: true, options: DOMAIN, operands: "text*", does: ["file.delete"] },
      export: { lenient: true, options: DOMAIN, operands: "text write" },
    },
  },
  ditto: {
    lenient: true,
    options: { "-h --help": { harmless: true }, "--bom": "read", "--arch --password --zlibCompressionLevel": "text" },
    operands: "copy_from* copy_to",
  },
  "dns-sd": { lenient: true, operands: "text*", does: ["net.connect"] },
  dsconfigad: { lenient: true, options: { "-show": { stdout: true } }, operands: "text*", does: ["identity.update"] },
  fdesetup: {
    options: SHORT_HELP,
    subcommands: {
      ...each("haspersonalrecoverykey isactive list status supportsauthrestart validaterecovery version", SHOWS),
      ...each("disable", { ...CHANGES, signals: ["evasion.security_tool"] }),
      ...each("add changerecovery enable remove removerecovery sync authrestart", {
        ...CHANGES,
        does: ["secret.write"],
      }),
    },
  },
  firmwarepasswd: { ...CHANGES, does: ["secret.write"] },
  fs_usage: { lenient: true, operands: "text*", does: ["device.read"], signals: ["privilege.debug"] },
  hidutil: CHANGES,
  ibtool: { lenient: true, options: { "--compile --write": "write" }, operands: "read*" },
  ioreg: SHOWS,
  kickstart: { ...CHANGES, does: ["identity.grant", "net.listen"] },
  launchd: OPENS,
  log: {
    options: HELP,
    subcommands: {
      ...each("help show stats stream", { lenient: true, options: { "--file --archive": "read" }, operands: "text*" }),
      collect: { lenient: true, options: { "--output": "write" } },
      config: CHANGES,
      erase: { lenient: true, operands: "text*", does: ["file.delete"], signals: ["evasion.log"] },
    },
  },
  lsappinfo: SHOWS,
  lsregister: { lenient: true, options: { "-dump": { stdout: true } }, operands: "text*", does: ["infra.update"] },
  mdimport: { lenient: true, options: { "-t -d -p": "" }, operands: "read*" },
  mdls: { lenient: true, options: { "-name -nullMarker": "text", "-plist": "write" }, operands: "mention*" },
  mdutil: { lenient: true, options: { "-s": { stdout: true } }, operands: "text*", does: ["infra.update"] },
  nettop: SHOWS,
  nvram: {
    lenient: true,
    options: { "-p -x": { stdout: true }, "-c -d": { does: ["infra.update"] }, "-f": "read" },
    operands: "text*",
    rules: [{ operand: /=/, does: ["infra.update"], signals: ["persistence.startup"] }],
  },
  open: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-a -b --bundle --arch -u": "text",
      "--env": "environment",
      "-i --stdin": "read",
      "-o --stdout --stderr": "write",
      "--args": { operands: "text*" },
    },
    operands: "read*",
    does: ["process.exec"],
  },
  osacompile: {
    lenient: true,
    options: { "-e": "code", "-o": "write", "-l": "text" },
    operands: "read*",
    language: "applescript",
  },
  osascript: {
    flags: "-i -s",
    options: { "-e": { value: "code", does: ["process.exec"] }, "-l": "text" },
    operands: "script text*",
    does: ["code.run"],
    stdin: "code",
    language: "applescript",
    rules: [{ option: "-e", value: /hidden answer|password/i, signals: ["collection.capture"] }],
  },
  pbcopy: { options: { "-pboard -Prefer": "text", "-help": { harmless: true } }, stdin: "data" },
  pbpaste: {
    options: { "-pboard -Prefer": "text", "-help": { harmless: true } },
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  pkgbuild: {
    lenient: true,
    options: {
      "--root --component": "search",
      "--scripts": "read",
      "--identifier --version --install-location --sign": "text",
    },
    operands: "write",
  },
  pluginkit: CHANGES,
  plutil: {
    lenient: true,
    options: {
      "-help": { harmless: true },
      "-p -lint -type": "",
      "-o": "write",
      "-e": "text",
      "-convert -extract": "text",
      "-insert -replace -remove": { value: "text", does: ["file.write"] },
    },
    operands: "read*",
  },
  pmset: { lenient: true, options: { "-g": { stdout: true } }, operands: "text*", does: ["device.control"] },
  productbuild: { lenient: true, options: { "--component --root --package": "text" }, operands: "write" },
  profiles: {
    lenient: true,
    operands: "text*",
    rules: [
      { operand: /^(?:install|remove|renew|-I|-R|-D)$/, does: ["infra.update"], signals: ["persistence.startup"] },
    ],
  },
  purge: CHANGES,
  qlmanage: { lenient: true, options: { "-o": "write" }, operands: "read*" },
  sample: { lenient: true, options: { "-file": "write" }, operands: "text*", signals: ["privilege.debug"] },
  say: {
    lenient: true,
    options: { "-f --input-file": "read", "-o --output-file": "write", "-v --voice -r --rate": "text" },
    operands: "text*",
    stdin: "data",
  },
  screencapture: {
    lenient: true,
    options: { "-l -R -T -t -D -B -G -V -J": "text" },
    operands: "write*",
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  scutil: {
    lenient: true,
    options: {
      "--get --dns --proxy --nwi -r -w -W": { stdout: true },
      "--set --prefs --renew": { does: ["infra.update"] },
    },
    operands: "text*",
    does: ["infra.update"],
  },
  security: SECURITY,
  sfltool: { ...SHOWS, rules: [{ operand: /^(?:resetbtm|clear|add-item)$/, does: ["infra.update"] }] },
  shortcuts: {
    options: SHORT_HELP,
    subcommands: {
      list: SHOWS,
      run: {
        lenient: true,
        options: { "-i --input-path": "read", "-o --output-path": "write" },
        operands: "text",
        does: ["code.run"],
      },
      sign: { lenient: true, options: { "-i --input": "read", "-o --output": "write" } },
      view: SHOWS,
    },
  },
  sips: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o --out": "write",
      "-g --getProperty": { value: "text", stdout: true },
      "-s --setProperty -z -Z -r -f -c -p --resampleHeightWidth": "text",
    },
    operands: "read*",
  },
  sw_vers: SHOWS,
  sysdiagnose: { lenient: true, options: { "-f -A": "write" }, does: ["device.read"] },
  system_profiler: SHOWS,
  systemsetup: {
    lenient: true,
    options: {
      "-help --help -getdate -gettime -gettimezone -getremotelogin -getcomputername -getstartupdisk -listtimezones": {
        stdout: true,
      },
      "-setremotelogin -setremoteappleevents": { value: "text", does: ["identity.grant", "net.listen"] },
    },
    operands: "text*",
    does: ["infra.update"],
  },
  textutil: {
    lenient: true,
    options: { "-output -outputdir": "write", "-convert -format -encoding": "text" },
    operands: "read*",
  },
  vm_stat: SHOWS,
  wdutil: SHOWS,
  xcodes: { lenient: true, operands: "text*", does: ["code.install"] },
  xip: { lenient: true, operands: "read*", does: ["file.write"] },
  yaa: { lenient: true, options: { "-d": "search", "-o": "write", "-i": "read" }, operands: "text*" },
};
