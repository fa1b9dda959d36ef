import type { ProgramTable } from "../spec.ts";
import { SHORT_HELP } from "./options.ts";

/** GnuPG: gpg(1) and the programs around it. */
export const GPG: ProgramTable = {
  "dirmngr-client": {
    operands: "read?",
    does: ["net.fetch"],
    flags:
      "-q -v --ping --cache-cert --validate --lookup --local --ocsp --load-crl --squid-mode --pem " +
      "--force-default-responder --url",
    options: { ...SHORT_HELP },
  },
  // Without a command it decrypts, checks or imports, whatever the file is; encrypted and signed files are written beside it.
  gpg: {
    flags:
      "-a -s -b -t -v -q -n -i --sign --clear-sign --clearsign --detach-sign --store --verbose " +
      "--no-verbose --quiet --no-tty --no-greeting --debug-all --debug-iolbf --no-options " +
      "--debug-quick-random --no-encrypt-to --encrypt-to-default-key --default-recipient-self " +
      "--no-default-recipient --no-groups --gnupg --no-pgp2 --no-pgp6 --no-pgp7 --no-pgp8 --rfc2440 " +
      "--rfc4880 --rfc4880bis --openpgp --pgp6 --pgp7 --pgp8 --always-trust " +
      "--exit-on-status-write-error --enable-progress-filter --expert --no-expert --no-secmem-warning " +
      "--require-secmem --no-require-secmem --no-permission-warning --dry-run --interactive " +
      "--ask-sig-expire --no-ask-sig-expire --ask-cert-expire --no-ask-cert-expire --ask-cert-level " +
      "--no-ask-cert-level --only-sign-text-ids --enable-large-rsa --disable-large-rsa --enable-dsa2 " +
      "--disable-dsa2 --no-expensive-trust-checks --allow-non-selfsigned-uid " +
      "--no-allow-non-selfsigned-uid --allow-freeform-uid --no-allow-freeform-uid " +
      "--preserve-permissions --lock-once --lock-multiple --lock-never --bzip2-decompress-lowmem " +
      "--auto-check-trustdb --no-auto-check-trustdb --force-ownertrust --multifile --utf8-strings " +
      "--no-utf8-strings --no-literal --armor --armour --no-armor --no-armour --no-comments " +
      "--emit-version --no-emit-version --no-version --not-dash-escaped --escape-from-lines " +
      "--no-escape-from-lines --mimemode --textmode --no-textmode --for-your-eyes-only " +
      "--no-for-your-eyes-only --show-notation --no-show-notation --show-session-key " +
      "--use-embedded-filename --no-use-embedded-filename --unwrap --mangle-dos-filenames " +
      "--no-mangle-dos-filenames --no-symkey-cache --skip-verify --disable-signer-uid " +
      "--no-auto-key-locate --auto-key-import --no-auto-key-import --no-auto-key-retrieve " +
      "--include-key-block --no-include-key-block --disable-dirmngr --merge-only " +
      "--allow-secret-key-import --show-photos --no-show-photos --show-policy-url --no-show-policy-url " +
      "--with-colons --with-tofu-info --with-key-data --with-sig-list --with-sig-check " +
      "--with-fingerprint --with-subkey-fingerprint --with-subkey-fingerprints --with-icao-spelling " +
      "--with-keygrip --with-secret --with-wkd-hash --with-key-origin --fast-list-mode " +
      "--fixed-list-mode --legacy-list-mode --print-pka-records --print-dane-records --show-keyring " +
      "--throw-keyids --no-throw-keyids --try-all-secrets --no-default-keyring --no-keyring " +
      "--skip-hidden-recipients --no-skip-hidden-recipients --require-backsigs " +
      "--require-cross-certification --no-require-backsigs --no-require-cross-certification " +
      "--enable-special-filenames --no-random-seed-file --no-sig-cache --ignore-time-conflict " +
      "--ignore-valid-from --ignore-crc-error --ignore-mdc-error --override-compliance-check " +
      "--allow-weak-key-signatures --allow-weak-digest-algos --allow-multisig-verification " +
      "--allow-multiple-messages --no-allow-multiple-messages --batch --no-batch --yes --no " +
      "--force-sign-key --no-autostart --forbid-gen-key --require-compliance --use-only-openpgp-card " +
      "--rfc2440-text --no-rfc2440-text --use-agent --no-use-agent --disable-ccid --honor-http-proxy " +
      "--sk-comments --no-sk-comments --compress-keys --compress-sigs --force-v3-sigs " +
      "--no-force-v3-sigs --force-v4-certs --no-force-v4-certs --no-mdc-warning --force-mdc " +
      "--no-force-mdc --disable-mdc --no-disable-mdc",
    options: {
      ...SHORT_HELP,
      "-o --output --logger-file --log-file --status-file --attribute-file": "write",
      "--passphrase-file --command-file --keyring --primary-keyring --secret-keyring --trustdb-name -f": "read",
      "--recipient-file": "read",
      "-F --hidden-recipient-file --homedir": "read",
      "--options": "script",
      "--agent-program --dirmngr-program --photo-viewer --exec-path --gpg-agent-info": { value: "shell" },
      "--keyserver": "connect",
      "--keyserver-options": "text",
      "--fetch-keys": { operands: "fetch*", does: ["file.write"] },
      "--receive-keys --recv-keys --refresh-keys --locate-external-keys --locate-keys": {
        operands: "text*",
        does: ["net.fetch", "file.write"],
      },
      "--auto-key-retrieve": { operands: "text*", does: ["net.fetch", "file.write"] },
      "--search-keys": { operands: "text*", does: ["net.fetch"] },
      "--send-keys": { operands: "text*", does: ["net.upload"] },
      "-e --encrypt --encrypt-files -c --symmetric": { signals: ["encryption.files"] },
      "-d --decrypt --print-md --print-mds --list-packets --dearmor --dearmour --enarmor": {
        operands: "read*",
        stdout: true,
      },
      "--enarmour --decrypt-files": { operands: "read*", stdout: true },
      "--verify --verify-files --list-keys --list-public-keys -k --list-key --list-signatures": { harmless: true },
      "--list-sigs": { harmless: true },
      "--list-sig --check-signatures --check-sigs --check-sig --fingerprint --list-secret-keys -K": { harmless: true },
      "--card-status": { harmless: true },
      "--list-config --list-gcrypt-config --list-trustdb --show-keys --show-key --gpgconf-list": { harmless: true },
      "--gpgconf-test --check-trustdb": { harmless: true },
      "--dump-options --dump-option-table --warranty --list-only": { harmless: true },
      "--import --fast-import --import-ownertrust": { operands: "read*", does: ["file.write"] },
      "--export --export-ssh-key --export-ownertrust --gen-random --gen-prime": { operands: "text*", stdout: true },
      "--export-secret-keys --export-secret-subkeys": {
        operands: "text*",
        stdout: true,
        signals: ["credential.secret_store"],
        does: ["secret.read"],
      },
      "--delete-keys": { operands: "text*", does: ["file.delete"] },
      "--delete-secret-keys --delete-secret-and-public-keys": { operands: "text*", does: ["secret.delete"] },
      "--generate-key --gen-key --full-generate-key --full-gen-key --quick-generate-key --quick-gen-key": {
        operands: "text*",
        does: ["file.write"],
      },
      "--quick-add-uid --quick-adduid": { operands: "text*", does: ["file.write"] },
      "--quick-add-key --quick-addkey --quick-revoke-uid --quick-revuid --quick-set-expire": {
        operands: "text*",
        does: ["file.write"],
      },
      "--quick-set-primary-uid --quick-sign-key --quick-lsign-key": { operands: "text*", does: ["file.write"] },
      "--quick-revoke-sig --sign-key --lsign-key --edit-key --key-edit --change-passphrase --passwd": {
        operands: "text*",
        does: ["file.write"],
      },
      "--generate-revocation": { operands: "text*", does: ["file.write"] },
      "--gen-revoke --generate-designated-revocation --desig-revoke --edit-card --card-edit": {
        operands: "text*",
        does: ["file.write"],
      },
      "--change-pin --update-trustdb --fix-trustdb": { operands: "text*", does: ["file.write"] },
      "--rebuild-keydb-caches --tofu-policy --server": { operands: "text*", does: ["file.write"] },
      "--ctapi-driver --pcsc-driver": "script",
      "--display-charset --charset --logger-fd --debug --debug-level --faked-system-time --default-key": "text",
      "--encrypt-to": "text",
      "--hidden-encrypt-to --default-recipient --group --ungroup --compliance --default-new-key-algo": "text",
      "--min-rsa-length --trust-model": "text",
      "--known-notation --limit-card-insert-tries --temp-directory --default-sig-expire": "text",
      "--default-cert-expire --default-cert-level --min-cert-level --personal-cipher-preferences": "text",
      "--personal-digest-preferences --personal-compress-preferences --default-preference-list": "text",
      "--default-keyserver-url --default-cert-check-level --tofu-default-policy --compress-algo": "text",
      "--compression-algo": "text",
      "--completes-needed --marginals-needed --max-cert-depth --input-size-hint --set-filesize": "text",
      "--set-notation --sig-notation --cert-notation": "text",
      "--set-policy-url --sig-policy-url --cert-policy-url --sig-keyserver-url --max-output --comment": "text",
      "--default-comment --set-filename": "text",
      "--compress-level -z --bzip2-compress-level --auto-key-locate --key-origin --import-options": "text",
      "--import-filter --export-options": "text",
      "--export-filter --list-options --keyid-format -r --recipient -R --hidden-recipient --remote-user": "text",
      "-u --local-user --trusted-key --sender --try-secret-key --override-session-key": "text",
      "--override-session-key-fd --s2k-mode": "text",
      "--s2k-digest-algo --s2k-cipher-algo --s2k-count --verify-options --disable-cipher-algo": "text",
      "--disable-pubkey-algo --cipher-algo --digest-algo": "text",
      "--cert-digest-algo --weak-digest --status-fd --attribute-fd --command-fd --passphrase": "text",
      "--passphrase-fd --passphrase-repeat": "text",
      "--pinentry-mode --request-origin --display --ttyname --ttytype --lc-ctype --lc-messages": "text",
      "--xauthority": "text",
      "--personal-cipher-prefs --personal-digest-prefs --personal-compress-prefs --sign-with --user": "text",
      "--reader-port --tofu-db-format -N": "text",
    },
    operands: "read*",
    stdin: "data",
    does: ["file.write"],
  },
  "gpg-agent": {
    flags:
      "-q -v -s -c --sh --csh --quiet --verbose --enable-ssh-support --enable-putty-support " +
      "--supervised --no-grab --allow-preset-passphrase",
    options: {
      ...SHORT_HELP,
      "--daemon": { operands: "command?", does: ["process.exec"] },
      "--server": { does: ["process.exec"] },
      "--homedir --options": "read",
      "--pinentry-program --scdaemon-program": "shell",
      "--log-file": "write",
      "--default-cache-ttl --max-cache-ttl --default-cache-ttl-ssh --max-cache-ttl-ssh --debug-level": "text",
      "--gpgconf-list --gpgconf-test --dump-options": { harmless: true },
    },
    operands: "command?",
  },
  "gpg-card": {
    flags: "-v -q --no-history --with-colons",
    options: { ...SHORT_HELP, "--status-fd": "text" },
    operands: "text*",
    does: ["infra.update"],
    rules: [{ operand: /^(?:list|help|verify|quit|history)$/, harmless: true }],
  },
  // Its commands can export keys and run /run.
  "gpg-connect-agent": {
    flags: "-q -v --quiet --verbose --no-autostart --dirmngr --keyboxd --uiserver --no-history",
    options: {
      ...SHORT_HELP,
      "-r --run --exec": "script",
      "-S --raw-socket --tcp-socket": "connect",
      "--homedir": "read",
      "-D --decode -x --hex -E --no-ext-connect": "",
    },
    operands: "code*",
    stdin: "code",
    language: "assuan",
  },
  "gpg-zip": "gpgtar",
  gpg1: "gpg",
  gpg2: "gpg",
  gpgconf: {
    flags: "-q -v --quiet --verbose -n --dry-run -r --runtime",
    options: {
      ...SHORT_HELP,
      "--list-components --list-options --check-options --check-programs --list-dirs --list-config": { harmless: true },
      "--check-config --query-swdb --show-versions --show-socket --show-configs": { harmless: true },
      "--change-options --apply-defaults --apply-profile": { operands: "text*", does: ["file.write"] },
      "--kill -K": { operands: "text*", does: ["process.kill"] },
      "--reload -R --launch --create-socketdir --remove-socketdir": { operands: "text*", does: ["process.exec"] },
      "-o --output": "write",
      "--homedir --chuid -X": "text",
    },
    operands: "text*",
    output: "facts",
  },
  gpgsm: {
    flags:
      "-a --armor -b -s --sign --verify -k -K --list-keys --list-secret-keys -v -q --batch --yes " +
      "--assume-base64 --base64",
    options: {
      ...SHORT_HELP,
      "-d --decrypt --export": { operands: "read*", stdout: true },
      "-e --encrypt": { signals: ["encryption.files"] },
      "--import --learn-card": { operands: "read*", does: ["file.write"] },
      "-o --output": "write",
      "-r --recipient -u --local-user": "text",
      "--export-secret-key-p12 --export-secret-key-p8 --export-secret-key-raw": {
        operands: "text*",
        stdout: true,
        does: ["secret.read"],
        signals: ["credential.secret_store"],
      },
    },
    operands: "read*",
    stdin: "data",
    does: ["file.write"],
  },
  gpgtar: {
    flags: "--gnupg -v -q --skip-crypto --no-mimemode",
    options: {
      ...SHORT_HELP,
      "-e --encrypt -c --symmetric": { operands: "search*", signals: ["encryption.files"] },
      "-d --decrypt": { operands: "read", does: ["file.write"] },
      "-t --list-archive": { operands: "read", stdout: true },
      "-o --output -C --directory": "write",
      "-r --recipient -u --local-user --set-filename": "text",
      "--gpg": "shell",
      "--gpg-args --tar-args": "text",
      "-T --files-from": "read",
    },
    operands: "search*",
    does: ["file.write"],
  },
  gpgv: {
    flags: "-q -v --quiet --verbose --ignore-time-conflict --enable-special-filenames",
    options: {
      ...SHORT_HELP,
      "--keyring --homedir": "read",
      "-o --output --log-file --logger-file": "write",
      "--status-fd --logger-fd --weak-digest": "text",
    },
    operands: "read*",
    output: "facts",
  },
  kbxutil: { lenient: true, operands: "read*" },
  pinentry: { lenient: true, operands: "text*" },
};
