import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { HELP, SHORT_HELP } from "./options.ts";

const SENDS_TEXT: OptionSpec = { value: "at_file", operands: "upload*" };

/**
 * curl(1). Not listed, so that their use is `partial`: --config (options from a file), --engine (loads a library), --connect-to and --resolve
 * (another host than the URL says), --variable and --expand-… (files inside other options).
 */
const CURL: ProgramSpec = {
  flags:
    "-0 -1 -2 -3 -4 -6 -# -: -a -B -f -g -i -j -k -l -L -M -n -N -p -q -R -s -S -v -V -Z " +
    "--http1.0 --tlsv1 --sslv2 --sslv3 --ipv4 --ipv6 --progress-bar --next --append --use-ascii --fail --globoff --include --show-headers " +
    "--junk-session-cookies --insecure --list-only --location --location-trusted --manual --netrc --netrc-optional --no-buffer " +
    "--buffer --proxytunnel --disable --remote-time --silent --show-error --verbose --parallel --parallel-immediate --anyauth --basic " +
    "--digest --negotiate --ntlm --ntlm-wb --ca-native --cert-status --compressed --compressed-ssh --create-dirs --crlf " +
    "--disable-eprt --disable-epsv --eprt --epsv --disallow-username-in-url --doh-cert-status --doh-insecure --fail-early --fail-with-body " +
    "--false-start --form-escape --ftp-create-dirs --ftp-pasv --ftp-pret --ftp-skip-pasv-ip --ftp-ssl-ccc --ftp-ssl-control " +
    "--haproxy-protocol --http0.9 --http1.1 --http2 --http2-prior-knowledge --http3 --http3-only --ignore-content-length " +
    "--keepalive --no-keepalive --mail-rcpt-allowfails --metalink --no-alpn --alpn --no-npn --no-clobber --clobber --no-progress-meter " +
    "--progress-meter --no-sessionid --sessionid --no-verbose --path-as-is --post301 --post302 --post303 --proxy-anyauth --proxy-basic " +
    "--proxy-ca-native --proxy-digest --proxy-http2 --proxy-insecure --proxy-negotiate --proxy-ntlm --proxy-ssl-allow-beast " +
    "--proxy-ssl-auto-client-cert --proxy-tlsv1 --raw --remove-on-error --retry-all-errors --retry-connrefused --sasl-ir --socks5-basic " +
    "--socks5-gssapi --socks5-gssapi-nec --ssl --ssl-allow-beast --ssl-auto-client-cert --ssl-no-revoke --ssl-reqd " +
    "--ssl-revoke-best-effort --ssl-sessions --styled-output --no-styled-output --suppress-connect-headers --tcp-fastopen --tcp-nodelay " +
    "--tftp-no-options --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 --tr-encoding --trace-ids --trace-time --xattr --skip-existing --mptcp --dump-ca-embed",
  options: {
    ...HELP,
    "-h": { value: "text", optional: true, harmless: true },
    "-d --data --data-ascii --data-binary --data-urlencode --json": SENDS_TEXT,
    "--data-raw --form-string": { value: "text", operands: "upload*" },
    "-F --form": SENDS_TEXT,
    "-T --upload-file": { value: "read", operands: "upload*" },
    "--url-query -H --header --proxy-header": "at_file",
    "-G --get -I --head": "",
    "-X --request --request-target": "text",
    "-o --output": "write",
    "-O --remote-name --remote-name-all -J --remote-header-name": { does: ["file.write"] },
    "--output-dir -c --cookie-jar -D --dump-header --trace --trace-ascii --stderr --libcurl --etag-save --hsts --alt-svc":
      "write",
    "-b --cookie -E --cert --key --cacert --capath --crlfile --pubkey --netrc-file --etag-compare --proxy-cert --proxy-key":
      "read",
    "--proxy-cacert --proxy-capath --proxy-crlfile --egd-file --random-file --knownhosts": "read",
    "-x --proxy --preproxy --socks4 --socks4a --socks5 --socks5-hostname --proxy1.0": "connect",
    "--dns-servers --doh-url": "connect",
    "-w --write-out": "at_file",
    "--url": "fetch",
    "-Q --quote": { value: "text", does: ["net.connect"] },
    "--unix-socket --abstract-unix-socket": { value: "mention", does: ["net.connect"] },
    "-A --user-agent -C --continue-at -e --referer -m --max-time -P --ftp-port -r --range -t --telnet-option -u --user -U --proxy-user":
      "text",
    "-Y --speed-limit -y --speed-time -z --time-cond": "text",
    "--aws-sigv4 --cert-type --ciphers --connect-timeout --create-file-mode --curves --delegation --dns-interface":
      "text",
    "--dns-ipv4-addr --dns-ipv6-addr --expect100-timeout --ftp-account --ftp-alternative-to-user --ftp-method": "text",
    "--ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --haproxy-clientip --hostpubmd5 --hostpubsha256 --interface --ipfs-gateway":
      "text",
    "--keepalive-cnt --keepalive-time --key-type --krb --limit-rate --local-port --login-options --mail-auth --mail-from --mail-rcpt":
      "text",
    "--max-filesize --max-redirs --noproxy --oauth2-bearer --parallel-max --pass --pinnedpubkey --proto --proto-default":
      "text",
    "--proto-redir --proxy-cert-type --proxy-ciphers --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-service-name":
      "text",
    "--proxy-tls13-ciphers --proxy-tlsauthtype --proxy-tlspassword --proxy-tlsuser --rate --retry --retry-delay":
      "text",
    "--retry-max-time --sasl-authzid --service-name --socks5-gssapi-service --tftp-blksize --tls-max --tls13-ciphers":
      "text",
    "--tlsauthtype --tlspassword --tlsuser --trace-config --vlan-priority --ip-tos --parallel-max-host --sigalgs --follow":
      "text",
  },
  rules: [
    { option: "-X --request", value: /^(?!GET$|HEAD$|OPTIONS$)/i, does: ["http.request"] },
    { option: "-w --write-out", value: /%output\{/, does: ["file.write"] },
    {
      option: "--unix-socket",
      value: /docker|containerd|podman|crio/,
      signals: ["privilege.container"],
      does: ["process.exec"],
    },
  ],
  operands: "fetch*",
  stdin: "data",
};

/** wget(1). Not listed: --config (settings of any kind), --use-askpass and --use-server-askpass (programs). --execute takes any setting. */
const WGET: ProgramSpec = {
  flags:
    "-4 -6 -b -c -d -E -F -H -K -k -L -m -N -np -nc -nd -nH -nv -p -q -r -S -v -x " +
    "--inet4-only --inet6-only --background --continue --debug --adjust-extension --html-extension --force-html --span-hosts --backup-converted " +
    "--convert-links --convert-file-only --relative --mirror --timestamping --no-use-server-timestamps --no-parent --no-clobber --no-directories " +
    "--no-host-directories --no-verbose --page-requisites --quiet --recursive --server-response --verbose --force-directories " +
    "--no-check-certificate --no-proxy --no-dns-cache --no-cache --no-cookies --no-hsts --no-http-keep-alive --no-glob --no-passive-ftp " +
    "--no-remove-listing --no-config --no-netrc --no-warc-compression --no-warc-digests --no-warc-keep-log --no-iri --https-only --ftps-implicit " +
    "--ftps-resume-ssl --ftps-clear-data-connection --ftps-fallback-to-ftp --auth-no-challenge --content-disposition --content-on-error " +
    "--trust-server-names --random-wait --retry-connrefused --retry-on-host-error --ignore-case --ignore-length --if-modified-since --keep-badhash " +
    "--keep-session-cookies --metalink-over-http --preserve-permissions --protocol-directories --save-headers --show-progress --strict-comments " +
    "--unlink --warc-cdx --xattr --follow-ftp --no-if-modified-since",
  options: {
    ...SHORT_HELP,
    "-V": { harmless: true },
    "-O --output-document": { value: "write", stdout: true },
    "-o --output-file --save-cookies --rejected-log --warc-file --warc-tempdir --hsts-file": "write",
    "-a --append-output": "append",
    "-P --directory-prefix": "write",
    "-i --input-file --input-metalink": { value: "read", does: ["net.fetch", "file.write"] },
    "--post-file --body-file": { value: "read", operands: "upload*" },
    "--post-data --body-data": { value: "text", operands: "upload*" },
    "--load-cookies --certificate --private-key --ca-certificate --ca-directory --crl-file --pinnedpubkey --random-file --egd-file --warc-dedup":
      "read",
    "--delete-after": { does: ["file.delete"] },
    "--spider": { stdout: true },
    "--method": "text",
    "-B --base": "fetch",
    "-A --accept -R --reject -D --domains -I --include-directories -X --exclude-directories -l --level -Q --quota -T --timeout -t --tries":
      "text",
    "-U --user-agent -w --wait -e --execute": "text",
    "--accept-regex --reject-regex --regex-type --exclude-domains --follow-tags --ignore-tags --cut-dirs --default-page --backups":
      "text",
    "--bind-address --dns-timeout --connect-timeout --read-timeout --waitretry --limit-rate --max-redirect --header --referer --user":
      "text",
    "--password --ftp-user --ftp-password --http-user --http-password --proxy-user --proxy-password --ftp-stmlf --local-encoding":
      "text",
    "--remote-encoding --prefer-family --progress --report-speed --restrict-file-names --retry-on-http-error --secure-protocol --start-pos":
      "text",
    "--certificate-type --private-key-type --ciphers --compression --metalink-index --preferred-location --warc-header --warc-max-size":
      "text",
    "--bind-dns-address --dns-servers": "connect",
  },
  rules: [
    { option: "--method", value: /^(?!GET$|HEAD$|OPTIONS$)/i, does: ["http.request"] },
    { option: "-e --execute", value: /^(?!robots *=)/, does: ["unknown"] },
  ],
  operands: "fetch*",
  does: ["file.write"],
};

/** HTTPie's operands are [METHOD] URL [ITEM…]; an item `name=value` is sent, `name@file` and `name=@file` send a file. */
const HTTPIE: ProgramSpec = {
  flags:
    "-j -f -x -v -q -h -b -m -c -F -S -I -4 -6 --json --form --multipart --compress --verbose --quiet --headers --meta --body --stream --no-stream " +
    "--continue --follow --all --check-status --path-as-is --chunked --offline --ignore-stdin --ignore-netrc --debug --traceback --no-verify --unsorted " +
    "--sorted --http2 --https --curl --curl-long --native-tls --ipv4 --ipv6",
  options: {
    ...HELP,
    "-p --print -s --style --pretty --format-options --response-charset --response-mime --session --session-read-only -a --auth":
      "text",
    "-A --auth-type --bearer --timeout --max-redirects --max-headers --verify --ssl --ciphers --cert-key-pass --default-scheme --boundary":
      "text",
    "-P --history-print --interface --http-version": "text",
    "--raw": { value: "text", does: ["net.upload"] },
    "-o --output": "write",
    "-d --download": { does: ["file.write"] },
    "--cert --cert-key": "read",
    "--proxy": "connect",
  },
  rules: [
    { operand: /^(?:POST|PUT|PATCH|DELETE)$/i, does: ["http.request"] },
    { operand: /^[^:/?=@]+(?::?=[^=]|:?=$|@|:@)/, does: ["net.upload"] },
    { operand: /^[^:/?=@]+(?:=?=?|:=|:)@/, does: ["file.read", "net.upload"] },
  ],
  operands: "fetch*",
  stdin: "upload",
};

const TEXT_BROWSER: ProgramSpec = {
  flags:
    "-dump -source -listonly -nolist -nonumbers -accept_all_cookies -noreferer -force_html -force-html -verbose -nopause -no-numbering " +
    "-no-references -html-numbered-links -no-connect -head -mime_header -nocolor -crawl -traversal -raw -noprint -nostatus -nobold -nomore " +
    "-no-home -B -F -M -N -S -X -dump_source -dump_extra -dump_both -dump_head -graph -no-graph -cookie -no-cookie -v -anonymous -nobrowse " +
    "-tna -partial -underscore -realm -pseudo_inlines",
  options: {
    ...HELP,
    "-width -assume_charset -display_charset -useragent -auth -pauth -base -codepage -dump-charset -dump-width -http.user-agent":
      "text",
    "-I -O -T -t -l -s -cols -ppc -ppl -http.fake-user-agent -dump-color-mode -connect_timeout -read_timeout": "text",
    "-post_data -post-data": { does: ["net.upload"] },
    "-cookie_file": "read",
    "-cookie_save_file -error_file -bookmark": "write",
  },
  operands: "fetch*",
  stdin: "data",
};

const GUI_BROWSER: ProgramSpec = {
  flags:
    "--incognito --private-window --private -private --new-window --new-tab -new-tab -new-window --headless --disable-gpu -P --guest --kiosk --safe-mode " +
    "--ProfileManager --disable-extensions --no-first-run --no-default-browser-check --dump-dom --minimized --mute-audio",
  options: {
    ...HELP,
    "--user-data-dir --profile --profile-directory --window-size --lang --virtual-time-budget --timeout": "text",
    "--screenshot --print-to-pdf": { value: "write", optional: true },
    "--proxy-server": "connect",
  },
  operands: "fetch*",
  does: ["web.browse"],
};

export const TRANSFER: ProgramTable = {
  aria2c: {
    flags:
      "-c -D -q -V --continue --daemon --quiet --enable-dht --follow-torrent --allow-overwrite --auto-file-renaming --show-files -S --check-integrity -Z --force-sequential -P --parameterized-uri -R --remote-time --no-conf --seed-time",
    options: {
      ...SHORT_HELP,
      "-d --dir -o --out -l --log --save-session --save-cookies": "write",
      "-i --input-file": { value: "read", does: ["net.fetch", "file.write"] },
      "-T --torrent-file -M --metalink-file --load-cookies --certificate --private-key --ca-certificate --netrc-path":
        "read",
      "-x --max-connection-per-server -s --split -j --max-concurrent-downloads -k --min-split-size -t --timeout -m --max-tries -U --user-agent":
        "text",
      "--max-download-limit --max-overall-download-limit -u --max-upload-limit --max-overall-upload-limit --http-user --http-passwd --header --referer":
        "text",
      "--checksum --select-file --seed-ratio --bt-max-peers --file-allocation --retry-wait --connect-timeout --ftp-user --ftp-passwd --listen-port":
        "text",
      "--all-proxy --http-proxy --https-proxy": "connect",
      "--enable-rpc": { value: "text", optional: true, does: ["net.listen"] },
    },
    operands: "fetch*",
    does: ["file.write"],
  },
  axel: {
    flags: "-a -q -v -c -k -N -p -4 -6 --alternate --quiet --verbose --no-clobber --insecure --no-proxy --ipv4 --ipv6",
    options: {
      ...SHORT_HELP,
      "-o --output": "write",
      "-n --num-connections -s --max-speed -S --search -H --header -U --user-agent -T --timeout --max-redirect": {
        value: "text",
      },
    },
    operands: "fetch*",
    does: ["file.write"],
  },
  "brave-browser": GUI_BROWSER,
  browsh: { options: { ...HELP, "--startup-url": "fetch" }, flags: "--http-server-mode --time-limit" },
  carbonyl: GUI_BROWSER,
  chrome: GUI_BROWSER,
  chromium: GUI_BROWSER,
  "chromium-browser": GUI_BROWSER,
  curl: CURL,
  curlie: CURL,
  elinks: TEXT_BROWSER,
  firefox: GUI_BROWSER,
  ftp: {
    flags: "-4 -6 -A -a -d -e -g -i -n -p -t -v -V",
    options: { ...HELP, "-o": "write", "-P -N -r -s -T -q": "text", "-u": { value: "upload", operands: "read*" } },
    operands: "connect text*",
    stdin: "code",
  },
  "ftp.exe": "ftp",
  gdown: {
    flags: "-q -c --quiet --fuzzy --id --folder --continue --remaining-ok --no-cookies --no-check-certificate --speed",
    options: { ...SHORT_HELP, "-O --output": "write", "--proxy": "connect", "--format --user-agent": "text" },
    operands: "fetch*",
    does: ["file.write"],
  },
  "google-chrome": GUI_BROWSER,
  http: HTTPIE,
  httpie: {
    options: HELP,
    subcommands: {
      cli: {
        options: HELP,
        subcommands: {
          "check-updates": { does: ["net.fetch"] },
          "export-args": { options: { "-f --format": "text" } },
          plugins: {
            subcommands: {
              install: { operands: "text*", does: ["code.install"] },
              list: {},
              uninstall: { operands: "text*", does: ["file.delete"] },
              upgrade: "install",
            },
          },
          sessions: {
            subcommands: {
              upgrade: { operands: "text*", does: ["file.write"] },
              "upgrade-all": { does: ["file.write"] },
            },
          },
        },
      },
      plugins: {
        subcommands: {
          install: { operands: "text*", does: ["code.install"] },
          list: {},
          uninstall: { operands: "text*", does: ["file.delete"] },
          upgrade: "install",
        },
      },
    },
  },
  https: HTTPIE,
  lftp: {
    flags: "-d --norc",
    options: {
      ...HELP,
      "-u --user -p --port -s --slot": "text",
      "-e -c": { value: "code", does: ["net.connect"] },
      "-f": { value: "script", does: ["net.connect"] },
    },
    operands: "connect text*",
    stdin: "code",
  },
  lftpget: { flags: "-c -d -v", operands: "fetch*", does: ["file.write"] },
  links: TEXT_BROWSER,
  links2: TEXT_BROWSER,
  "lwp-download": { flags: "-a -s", operands: "fetch write?", does: ["file.write"] },
  "lwp-request": {
    flags: "-f -a -S -s -U -u -e -E -d -x -v -P",
    options: {
      ...SHORT_HELP,
      "-m": { value: "text", does: ["http.request"] },
      "-b -t -i -H -C -c -o": "text",
      "-p": "connect",
    },
    operands: "fetch*",
    stdin: "upload",
  },
  lynx: TEXT_BROWSER,
  "microsoft-edge": GUI_BROWSER,
  ncftp: { options: { "-u -p -P -j": "text" }, operands: "connect text*", stdin: "code" },
  ncftpget: {
    flags: "-R -A -a -T -F -v -V",
    options: { "-u -p -P -j": "text", "-f": "read" },
    operands: "text copy_to? text*",
    does: ["net.fetch", "file.write"],
  },
  ncftpput: {
    flags: "-R -A -a -T -m -v -V",
    options: { "-u -p -P -j": "text", "-f": "read" },
    operands: "upload text copy_from*",
  },
  opera: GUI_BROWSER,
  prozilla: { operands: "fetch*", does: ["file.write"] },
  safari: GUI_BROWSER,
  tftp: {
    flags: "-4 -6 -l -v -V",
    options: {
      "-m -R": "text",
      "-g": { does: ["net.fetch", "file.write"] },
      "-p": { does: ["net.upload"] },
      "-c": { value: "code", does: ["net.connect"] },
      "-r": "mention",
    },
    operands: "connect text*",
    stdin: "code",
  },
  w3m: TEXT_BROWSER,
  wget: WGET,
  wget2: {
    ...WGET,
    options: {
      ...WGET.options,
      "--max-threads --chunk-size --stats-site --http2-request-window --filter-mime-type": "text",
    },
  },
  wput: {
    flags: "-B -q -v -nv -N -u",
    options: { "-i": "read", "-t -w -a": "text", "-o": "write" },
    operands: "read* upload",
  },
  "www-browser": TEXT_BROWSER,
  xh: HTTPIE,
  xhs: HTTPIE,
};
