import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { DAEMON } from "./applications.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";
import { WRITES } from "./plain-commands.ts";

const BACKUP_OPTIONS = {
  ...SHORT_HELP,
  "-r --repo --repository -p --password-file --config -c --config-file": "text",
  "--password-command --rsh --remote-path": { value: "shell" },
  "--exclude-file --files-from --keyfile --patterns-from --exclude-from": "read",
  "--exclude -e --tag --host --prefix --compression --keep-daily --keep-weekly --keep-monthly --keep-last": "text",
} as const;

const BACKS_UP: ProgramSpec = {
  lenient: true,
  options: BACKUP_OPTIONS,
  operands: "search*",
  does: ["net.upload", "file.write"],
};

const RESTORES: ProgramSpec = {
  lenient: true,
  options: { ...BACKUP_OPTIONS, "--target -t": "write" },
  operands: "text*",
  does: ["net.fetch", "file.write"],
};

const FORGETS: ProgramSpec = {
  lenient: true,
  options: BACKUP_OPTIONS,
  operands: "text*",
  does: ["file.delete"],
  signals: ["destruction.resources"],
};

const LISTS_BACKUPS: ProgramSpec = { lenient: true, options: BACKUP_OPTIONS, operands: "text*", does: ["net.connect"] };

const BACKUP: ProgramSpec = {
  options: BACKUP_OPTIONS,
  flags: "-v -q -n --verbose --quiet --progress --stats --list --json --no-cache --dry-run --debug --info",
  subcommands: {
    ...each(
      "add-key benchmark break-lock cat check compare copy debug diff dump find features generate help history info key list list-remote logs ls maintenance manifest policy server-status snapshots stats status test validate verify version",
      LISTS_BACKUPS,
    ),
    ...each("backup create snapshot", BACKS_UP),
    ...each("compact delete forget prune purge rm remove erase wipe", FORGETS),
    ...each("extract export export-tar import-tar mount recover restore", RESTORES),
    ...each(
      "config connect init migrate key-add key-change password recreate rename repo repo-create repository rewrite set tag umount unlock unmount upgrade with-lock rebuild-index repair remote add",
      { ...WRITES, does: ["net.connect", "file.write"] },
    ),
    serve: DAEMON,
    server: DAEMON,
    "self-update": { ...WRITES, does: ["code.install"] },
  },
  operands: "text*",
};

const SLURM_SHOWS: ProgramSpec = { lenient: true, options: { ...HELP, "-h": "" }, operands: "text*", output: "facts" };

/** Backups, and jobs that a cluster runs. */
export const BACKUPS: ProgramTable = {
  borg: BACKUP,
  borgmatic: BACKUP,
  bup: BACKUP,
  duplicacy: BACKUP,
  duplicity: { ...BACKS_UP, operands: "text*" },
  kopia: BACKUP,
  "rdiff-backup": { ...BACKUP, operands: "copy_remote_from copy_remote_to?" },
  restic: BACKUP,
  rsnapshot: { ...BACKS_UP, operands: "text*" },
  sacct: SLURM_SHOWS,
  salloc: { lenient: true, options: HELP, operands: "command?", does: ["infra.create"] },
  sattach: SLURM_SHOWS,
  sbatch: {
    lenient: true,
    options: {
      ...HELP,
      "-o --output -e --error": "write",
      "-J --job-name -n --ntasks -N --nodes -p --partition -t --time --mem -c --cpus-per-task -A --account --gres -d --dependency -a --array":
        "text",
      "--wrap": "shell",
    },
    operands: "script text*",
    does: ["process.schedule"],
    stdin: "shell",
  },
  scancel: { lenient: true, operands: "text*", does: ["process.kill"] },
  scontrol: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    does: ["infra.update"],
    subcommands: each("help ping show version", SLURM_SHOWS),
  },
  sinfo: SLURM_SHOWS,
  sprio: SLURM_SHOWS,
  squeue: SLURM_SHOWS,
  sreport: SLURM_SHOWS,
  srun: {
    lenient: true,
    options: {
      ...HELP,
      "-o --output -e --error": "write",
      "-J --job-name -n --ntasks -N --nodes -p --partition -t --time --mem -c --cpus-per-task -A --account --gres -w --nodelist -x --exclude --jobid":
        "text",
      "--pty": "",
    },
    operands: "command?",
    does: ["process.exec"],
    elsewhere: true,
  },
  sshare: SLURM_SHOWS,
  sstat: SLURM_SHOWS,
  tarsnap: {
    lenient: true,
    options: {
      ...HELP,
      "-c": { operands: "search*", does: ["net.upload"] },
      "-d --nuke": { does: ["file.delete"] },
      "-x": { does: ["net.fetch", "file.write"] },
      "-t --list-archives --print-stats": "",
      "-f --cachedir -C --exclude": "text",
      "--keyfile -T -X": "read",
    },
    operands: "text*",
    does: ["net.connect"],
  },
};
