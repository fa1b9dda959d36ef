import type { OptionSpec, ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { ADMIN, BACKUP, SERVER } from "./databases.ts";
import { each, HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** `\!`, `\o |…`, `\copy … program` and the like, which are the program's own and no SQL. */
const PSQL_COMMANDS: RuleSpec = {
  option: "-c --command",
  value: /\\(?:!|[ogwi]\b|copy|set(?:env)?|cd|ir|e|s\b)|^\s*\\/,
  does: ["process.exec", "unknown"],
};

const POSTGRES_OPTIONS: Options = {
  "-? --help -V --version": { harmless: true },
  "-h --host": "connect",
  "-p --port -U --username -d --dbname --maintenance-db --role --lock-wait-timeout": "text",
};

const PSQL: ProgramSpec = {
  flags:
    "-1 -A -a -b -E -e -H -l -n -q -S -s -t -W -w -X -x -z -0 --no-align --echo-all --echo-errors --echo-hidden --echo-queries --html --list --no-readline --quiet --single-line --single-step --tuples-only --password --no-password --no-psqlrc --expanded --field-separator-zero --record-separator-zero --single-transaction --csv",
  options: {
    ...POSTGRES_OPTIONS,
    "-c --command": "sql",
    "-f --file": "script",
    "-o --output": "write",
    "-L --log-file": "append",
    "-F --field-separator -P --pset -R --record-separator -T --table-attr -v --set --variable": "text",
  },
  rules: [PSQL_COMMANDS],
  operands: "text*",
  does: ["net.connect"],
  stdin: "code",
  language: "sql",
};

const POSTGRES_ADMIN: ProgramSpec = {
  lenient: true,
  options: { ...POSTGRES_OPTIONS, "-f --file --output": "write" },
  operands: "text*",
};

const POSTGRES_DUMP: ProgramSpec = {
  ...POSTGRES_ADMIN,
  options: {
    ...POSTGRES_OPTIONS,
    "-f --file -D --pgdata": "write",
    "-t --table -n --schema -F --format -j --jobs -Z --compress -T --exclude-table -N -E --encoding": "text",
  },
  does: ["db.read"],
};

/** Options of mysql(1) and its relatives: a pager is a command, a plug-in a library. */
const MYSQL_OPTIONS: Options = {
  "-? --help": { harmless: true },
  "-V --version --print-defaults": "",
  "-h --host": "connect",
  "--defaults-file --defaults-extra-file --login-path --ssl-ca --ssl-cert --ssl-key": "read",
  "--pager": { value: "shell", optional: true, does: ["process.exec"] },
  "--tee -r --result-file --log-error": "write",
  "--plugin-dir --default-auth": { value: "text", does: ["code.run"] },
  "--init-command": "sql",
  "-u --user -P --port -D --database -S --socket --protocol --default-character-set --connect-timeout --ssl-mode --delimiter --prompt --max-allowed-packet":
    "text",
  "-p --password": { value: "text", optional: true },
};

const MYSQL: ProgramSpec = {
  flags:
    "-A -B -C -E -f -G -H -i -N -n -q -s -t -U -v -W -w -X -o -L --batch --compress --vertical --force --html --xml --skip-column-names --silent --table --verbose --raw --quick --no-auto-rehash --safe-updates --local-infile --skip-ssl --ssl --column-names --line-numbers --show-warnings --binary-mode --debug-check --debug-info --skip-reconnect --reconnect --no-beep --unbuffered --one-database --named-commands --secure-auth --enable-cleartext-plugin --i-am-a-dummy --show-warning --comments",
  options: { ...MYSQL_OPTIONS, "-e --execute": "sql" },
  rules: [
    {
      option: "-e --execute",
      value: /\\!|\\[PTe.]|(?:^|;)\s*(?:system|source|tee|pager|edit)\s/i,
      does: ["process.exec", "unknown"],
    },
  ],
  operands: "text*",
  does: ["net.connect"],
  stdin: "code",
  language: "sql",
};

const MYSQL_TOOL: ProgramSpec = { lenient: true, options: MYSQL_OPTIONS, operands: "text*", does: ["db.read"] };

/** Programs of PostgreSQL and MySQL. */
export const DATABASE_SERVERS: ProgramTable = {
  barman: { ...BACKUP, does: ["db.read", "file.write"] },
  clusterdb: { ...POSTGRES_ADMIN, does: ["db.write"] },
  createdb: { ...POSTGRES_ADMIN, does: ["db.schema"] },
  createuser: { ...POSTGRES_ADMIN, does: ["db.admin", "identity.create"] },
  dropdb: { ...POSTGRES_ADMIN, does: ["db.delete"], signals: ["destruction.database"] },
  dropuser: { ...POSTGRES_ADMIN, does: ["db.admin", "identity.delete"] },
  initdb: { lenient: true, options: { ...HELP, "-D --pgdata": "write" }, operands: "write?" },
  mariabackup: BACKUP,
  mariadb: MYSQL,
  "mariadb-admin": "mysqladmin",
  "mariadb-binlog": "mysqlbinlog",
  "mariadb-check": "mysqlcheck",
  "mariadb-dump": "mysqldump",
  mariadbd: SERVER,
  mycli: MYSQL,
  mysql: MYSQL,
  mysql_secure_installation: ADMIN,
  mysqladmin: {
    ...MYSQL_TOOL,
    does: ["db.admin"],
    options: MYSQL_OPTIONS,
    subcommands: {
      ...each("extended-status ping processlist status variables version", { ...SHOWS, does: ["db.read"] }),
      drop: { ...ADMIN, does: ["db.delete"], signals: ["destruction.database"] },
    },
  },
  mysqlbinlog: { ...MYSQL_TOOL, operands: "read*" },
  mysqlcheck: { ...MYSQL_TOOL, does: ["db.write"] },
  mysqld: SERVER,
  mysqld_safe: SERVER,
  mysqldump: {
    ...MYSQL_TOOL,
    options: { ...MYSQL_OPTIONS, "-w --where --ignore-table --set-gtid-purged": "text", "-T --tab": "write" },
  },
  mysqlimport: { ...MYSQL_TOOL, operands: "text read*", does: ["db.write"] },
  mysqlsh: {
    ...MYSQL,
    options: { ...MYSQL_OPTIONS, "-e --execute": { value: "sql", does: ["db.write"] }, "-f --file": "script" },
    flags: "--sql --js --py --mysqlx --mysql -i --interactive",
  },
  mysqlshow: MYSQL_TOOL,
  pg_basebackup: { ...POSTGRES_DUMP, does: ["db.read", "file.write"] },
  pg_createcluster: ADMIN,
  pg_createsubscriber: ADMIN,
  pg_ctl: {
    lenient: true,
    options: {
      ...HELP,
      "-D --pgdata": "mention",
      "-l --log": "append",
      "-o --options -p": { value: "text", does: ["process.exec"] },
    },
    operands: "text*",
    does: ["process.exec"],
    subcommands: { status: SHOWS },
  },
  pg_ctlcluster: ADMIN,
  pg_dropcluster: { ...ADMIN, does: ["db.delete"], signals: ["destruction.database"] },
  pg_dump: POSTGRES_DUMP,
  pg_dumpall: POSTGRES_DUMP,
  pg_isready: { lenient: true, options: POSTGRES_OPTIONS },
  pg_lsclusters: SHOWS,
  pg_receivewal: { ...POSTGRES_DUMP },
  pg_recvlogical: POSTGRES_DUMP,
  pg_resetwal: { ...ADMIN, does: ["db.delete"] },
  pg_restore: {
    ...POSTGRES_ADMIN,
    options: {
      ...POSTGRES_OPTIONS,
      "-f --file": "write",
      "-L --use-list": "read",
      "-c --clean": { does: ["db.delete"] },
      "-l --list": { stdout: true },
      "-t -n -j -F -T -P -S -I -N": "text",
    },
    operands: "read*",
    does: ["db.write"],
  },
  pg_rewind: ADMIN,
  pg_upgrade: ADMIN,
  pg_waldump: { lenient: true, options: HELP, operands: "read*" },
  pgbench: { ...POSTGRES_ADMIN, options: { ...POSTGRES_OPTIONS, "-f --file": "script" }, does: ["db.write"] },
  pgcli: PSQL,
  pgloader: { lenient: true, operands: "text*", does: ["db.read", "db.write"] },
  postgres: SERVER,
  psql: PSQL,
  reindexdb: { ...POSTGRES_ADMIN, does: ["db.write"] },
  vacuumdb: { ...POSTGRES_ADMIN, does: ["db.write"] },
  xtrabackup: BACKUP,
  ysqlsh: PSQL,
};
