import type { ProgramSpec, ProgramTable } from "../spec.ts";
import {
  CLOUD_OPTIONS,
  CONFIGURES,
  COPIES,
  CREDENTIALS,
  cloud,
  DESTROYS,
  GRANTS,
  READS,
  RUNS_THERE,
  SIGNS_IN,
  service,
  UPDATES,
} from "./cloud-commands.ts";
import { DOWNLOADS, DROPBOX, UPLOADS } from "./cloud-other.ts";
import { each, SHORT_HELP } from "./options.ts";

const RCLONE: ProgramSpec = {
  flags:
    "-v -vv -q -P -n -i -u -c -x -I --verbose --quiet --progress --dry-run --interactive --update --checksum --size-only --fast-list --ignore-existing --no-traverse --use-server-modtime --immutable --inplace --no-check-certificate --human-readable --copy-links -L -l --links",
  options: {
    ...SHORT_HELP,
    "-V": "",
    "--config --exclude-from --include-from --files-from --filter-from --password-file": "read",
    "--password-command": "shell",
    "--log-file --backup-dir": "write",
    "--transfers --checkers --bwlimit --include --exclude --filter -f --max-age --min-age --max-size --min-size --retries --timeout --stats --log-level --drive-root-folder-id --tpslimit --max-depth --buffer-size --vfs-cache-mode --suffix --sort":
      "text",
    "--rc": { does: ["net.listen"] },
  },
  subcommands: {
    ...each(
      "about cat check checksum cryptcheck hashsum help listremotes ls lsd lsf lsjson lsl md5sum ncdu obscure sha1sum size tree version link completion genautocomplete features config-show",
      READS,
    ),
    ...each("copy copyto copyurl bisync sync move moveto", COPIES),
    ...each("cleanup delete deletefile purge rmdir rmdirs dedupe", DESTROYS),
    ...each("backend rc rcd", { ...cloud, does: ["net.listen", "infra.update"] }),
    ...each("archive mkdir settier touch", UPDATES),
    authorize: CREDENTIALS,
    config: {
      options: SHORT_HELP,
      operands: "text*",
      subcommands: {
        ...each("dump show userinfo", CREDENTIALS),
        ...each("create delete disconnect edit encryption password reconnect update touch", CONFIGURES),
        ...each("file paths providers", READS),
      },
      rules: [{ bare: true, does: ["file.write"] }],
    },
    mount: { ...cloud, does: ["infra.update", "net.connect"] },
    nfsmount: { ...cloud, does: ["infra.update", "net.connect"] },
    rcat: { ...cloud, operands: "upload", stdin: "upload" },
    selfupdate: { ...cloud, does: ["code.install"] },
    serve: { ...cloud, does: ["net.listen"], signals: ["network.listen"] },
  },
};

/** Storage that others keep. */
export const CLOUD_STORAGE: ProgramTable = {
  b2: {
    ...DROPBOX,
    subcommands: {
      ...DROPBOX.subcommands,
      ...each("authorize_account authorize-account account", SIGNS_IN),
      ...each("create_bucket create-bucket update_bucket update-bucket bucket", UPDATES),
      ...each("delete_bucket delete-bucket delete_file_version delete-file-version hide_file hide-file", DESTROYS),
      ...each("upload_file upload-file file", UPLOADS),
      ...each("download_file_by_id download-file-by-id download-file", DOWNLOADS),
      ...each("list_buckets list-buckets get-account-info", READS),
    },
  },
  filen: DROPBOX,
  gdrive: DROPBOX,
  hf: {
    options: CLOUD_OPTIONS,
    operands: "text*",
    subcommands: {
      ...each("datasets env models spaces version", READS),
      auth: { ...SIGNS_IN, subcommands: { whoami: READS, list: READS, token: CREDENTIALS } },
      cache: service({}),
      download: DOWNLOADS,
      jobs: service({ run: RUNS_THERE }),
      upload: { ...UPLOADS, operands: "text search text*" },
      "upload-large-folder": { ...UPLOADS, operands: "text search" },
      repo: service({}),
      "repo-files": service({}),
    },
    conventional: "infra",
  },
  "huggingface-cli": "hf",
  ia: DROPBOX,
  kaggle: {
    options: CLOUD_OPTIONS,
    operands: "text*",
    flags: "-v -W",
    subcommands: {
      ...each("competitions c datasets d kernels k models m files f", {
        ...cloud,
        conventional: "infra",
        subcommands: {
          ...each("download metadata output pull", DOWNLOADS),
          ...each("files leaderboard status submissions topics", READS),
          submit: {
            ...UPLOADS,
            options: { ...SHORT_HELP, "-f --file": "read", "-m --message": "text" },
            operands: "text*",
          },
          push: { ...UPLOADS, options: { ...SHORT_HELP, "-p --path": "search" } },
          version: UPLOADS,
          init: CONFIGURES,
          instances: service({}),
          initialize: CONFIGURES,
        },
      }),
      config: { ...CONFIGURES, subcommands: { view: READS } },
    },
  },
  mc: {
    ...DROPBOX,
    subcommands: {
      ...DROPBOX.subcommands,
      ...each("cat head stat tree diff find", READS),
      mirror: COPIES,
      pipe: { ...cloud, does: ["net.upload"], stdin: "upload" },
      alias: CONFIGURES,
      admin: { ...UPDATES, does: ["infra.update", "identity.grant"] },
      anonymous: GRANTS,
      policy: GRANTS,
      rb: DESTROYS,
      mb: UPDATES,
    },
  },
  mega: DROPBOX,
  "mega-get": DOWNLOADS,
  "mega-put": UPLOADS,
  megacmd: DROPBOX,
  rclone: RCLONE,
  skicka: DROPBOX,
  transfer: UPLOADS,
};
