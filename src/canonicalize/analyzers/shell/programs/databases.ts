import type { OptionSpec, ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** sqlite3(1): a command with a dot is the program's own and may run programs and write files. */
const SQLITE: ProgramSpec = {
  flags:
    "-A -append -ascii -bail -batch -box -column -csv -deserialize -echo -header -headers -html -interactive -json -line -list -markdown -memtrace -noheader -nofollow -quote -readonly -safe -stats -table -tabs -unsafe-testing -zip -s -c",
  options: {
    "-help --help -version --version": { harmless: true },
    "-cmd": "sql",
    "-init": "script",
    "-separator -newline -nullvalue -lookaside -maxsize -mmap -pagecache -vfs": "text",
  },
  rules: [
    {
      option: "-cmd",
      value:
        /^\s*\.(?!tables|schema|mode|headers?|width|indexes|databases|help|show|print|nullvalue|separator|timeout|stats|dump|fullschema)/,
      does: ["process.exec", "unknown"],
    },
    {
      operand:
        /^\s*\.(?!tables|schema|mode|headers?|width|indexes|databases|help|show|print|nullvalue|separator|timeout|stats|dump|fullschema)/,
      does: ["process.exec", "unknown"],
    },
  ],
  operands: "read sql*",
  stdin: "code",
  language: "sql",
};

const CLIENT_OPTIONS: Options = {
  ...HELP,
  "-h --host -S --server -H --hostname --url --uri --bootstrap-server": "connect",
  "-p --port -u -U --user --username -P --password -d --database --db -t --token -a --account --org --format": "text",
  "-q --query -e --execute -c --command -Q --sql": "sql",
  "-f --file -i --input --queries-file --input-file": "script",
  "-o --output --output-file --outfile": "write",
  "--config --config-file -C --ssl-ca --cert --key --cacert": "read",
};

/** Clients that take SQL or much the same; what they are told may change anything. */
const CLIENT: ProgramSpec = {
  lenient: true,
  options: CLIENT_OPTIONS,
  operands: "text*",
  does: ["net.connect"],
  stdin: "code",
  language: "sql",
};

const MIGRATES: ProgramSpec = {
  lenient: true,
  options: HELP,
  operands: "text*",
  does: ["code.run", "db.schema"],
  subcommands: each("check current heads history info list plan show status validate version", {
    ...SHOWS,
    does: ["db.read", "code.run"],
  }),
};

export const BACKUP: ProgramSpec = {
  lenient: true,
  options: { ...CLIENT_OPTIONS, "--out --archive --backup-dir --target-dir": "write" },
  operands: "text*",
  does: ["db.read"],
};

const RESTORE: ProgramSpec = {
  lenient: true,
  options: CLIENT_OPTIONS,
  operands: "read*",
  does: ["db.write"],
  stdin: "data",
};

export const ADMIN: ProgramSpec = { lenient: true, options: HELP, operands: "text*", does: ["db.admin"] };

export const SERVER: ProgramSpec = {
  lenient: true,
  options: { ...HELP, "-V -v": { harmless: true }, "-c --config --config-file --defaults-file": "read" },
  operands: "text*",
  does: ["net.listen", "process.exec"],
  signals: ["network.listen"],
};

const REDIS_READS: ProgramSpec = { lenient: true, operands: "text*", does: ["db.read"] };

const REDIS_DELETES: ProgramSpec = { lenient: true, operands: "text*", does: ["db.delete"] };

const REDIS_WIPES: ProgramSpec = {
  lenient: true,
  operands: "text*",
  does: ["db.delete"],
  signals: ["destruction.database"],
};

const REDIS_ADMIN: ProgramSpec = { lenient: true, operands: "text*", does: ["db.admin"] };

const REDIS_READING =
  "bitcount bitpos client command dbsize dump exists expiretime get getbit getrange hexists hget hgetall hkeys hlen hmget hscan hvals info keys lastsave lindex llen lrange memory mget monitor object ping pttl randomkey role scan scard sismember slowlog smembers sscan strlen subscribe time ttl type xinfo xlen xrange xread zcard zcount zrange zscan zscore";

const REDIS: ProgramSpec = {
  flags:
    "-2 -3 -c --no-raw --raw --csv --json --quoted-json --quoted-input --tls --stat --latency --latency-history --latency-dist --bigkeys --memkeys --hotkeys --scan --verbose --no-auth-warning --askpass --insecure --show-pushes -4 -6",
  options: {
    "--help": { harmless: true },
    "-v --version": "",
    "-h": "connect",
    "-u": "connect",
    "-a --user --pass -p -s -n -r -i -d -D -t --pattern --count --quoted-pattern --lru-test --intrinsic-latency --sni --tls-ciphers -X":
      "text",
    "-x": "",
    "--cert --key --cacert --cacertdir": "read",
    "--rdb --functions-rdb": "write",
    "--eval": { value: "script", does: ["db.write"] },
    "--pipe": { does: ["db.write"] },
    "--cluster": { value: "text", does: ["db.admin"] },
  },
  // Any other command may write.
  operands: "text*",
  rules: [{ operand: /./, does: ["db.write"] }],
  does: ["net.connect"],
  stdin: "upload",
  subcommands: {
    ...each(REDIS_READING, REDIS_READS),
    ...each(REDIS_READING.toUpperCase(), REDIS_READS),
    ...each("del unlink hdel lrem srem zrem getdel DEL UNLINK HDEL LREM SREM ZREM GETDEL", REDIS_DELETES),
    ...each("flushall flushdb FLUSHALL FLUSHDB", REDIS_WIPES),
    // config set dir … and save write a file of any name; modules, scripts and replicas bring code.
    ...each(
      "acl config debug eval evalsha function failover module replicaof save bgsave script shutdown slaveof ACL CONFIG DEBUG EVAL EVALSHA FUNCTION FAILOVER MODULE REPLICAOF SAVE BGSAVE SCRIPT SHUTDOWN SLAVEOF",
      REDIS_ADMIN,
    ),
  },
};

const MONGO: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "--host": "connect",
    "--eval": { value: "code", does: ["db.write"] },
    "-f --file": "script",
    "-u --username -p --password --port --authenticationDatabase": "text",
  },
  operands: "connect? script*",
  does: ["net.connect"],
  stdin: "code",
  language: "javascript",
};

const MONGO_DUMP: ProgramSpec = {
  lenient: true,
  options: {
    ...HELP,
    "-h --host --uri": "connect",
    "-o --out": "write",
    "-d --db -c --collection -u --username -p --password --port -q --query --authenticationDatabase -f --fields --type":
      "text",
    "--archive": { value: "write", optional: true },
    "--config": "read",
  },
  operands: "text*",
  does: ["db.read", "file.write"],
};

/** Programs that talk to databases, and keep them. */
export const DATABASES: ProgramTable = {
  alembic: MIGRATES,
  arangosh: CLIENT,
  athena: CLIENT,
  bcp: { ...CLIENT, operands: "text text copy_from", does: ["db.read", "db.write", "file.write"] },
  "cassandra-stress": CLIENT,
  clickhouse: CLIENT,
  "clickhouse-client": CLIENT,
  "clickhouse-local": { ...CLIENT, does: ["db.write"] },
  cockroach: {
    ...CLIENT,
    subcommands: { start: SERVER, "start-single-node": SERVER, sql: CLIENT, version: SHOWS, node: SHOWS },
  },
  couchdb: SERVER,
  cqlsh: CLIENT,
  "cypher-shell": CLIENT,
  datasette: {
    lenient: true,
    options: { ...HELP, "--get": { value: "text", stdout: true } },
    operands: "read*",
    does: ["net.listen"],
  },
  dbmate: MIGRATES,
  dbt: {
    ...MIGRATES,
    does: ["code.run", "db.write"],
    subcommands: {
      ...each("compile debug list ls parse show", { ...SHOWS, does: ["db.read", "code.run"] }),
      clean: { ...SHOWS, does: ["file.delete"] },
      init: { ...SHOWS, does: ["file.write"] },
      deps: { ...SHOWS, does: ["code.install"] },
      docs: { ...SHOWS, does: ["code.run", "file.write"] },
    },
  },
  diesel: MIGRATES,
  duckdb: {
    ...SQLITE,
    options: { ...SQLITE.options, "-c -s": "sql", "-f": "script", "-ui": { does: ["net.listen"] } },
    flags: SQLITE.flags?.replace(" -s -c", "") ?? "",
  },
  dynamodb: CLIENT,
  "elasticsearch-keystore": {
    lenient: true,
    operands: "text*",
    does: ["secret.write"],
    subcommands: {
      list: SHOWS,
      show: { lenient: true, operands: "text*", does: ["secret.read"], signals: ["credential.secret_store"] },
    },
  },
  "elasticsearch-users": ADMIN,
  etcdctl: {
    options: {
      ...HELP,
      "--endpoints": "connect",
      "--cacert --cert --key": "read",
      "--user --password --write-out -w --dial-timeout --command-timeout": "text",
    },
    subcommands: {
      ...each("alarm check endpoint get version watch member", REDIS_READS),
      ...each("compaction defrag elect lease lock make-mirror move-leader put txn", {
        ...REDIS_READS,
        does: ["db.write"],
      }),
      ...each("auth role user", ADMIN),
      del: REDIS_DELETES,
      snapshot: {
        options: HELP,
        subcommands: {
          save: { lenient: true, operands: "write", does: ["db.read"] },
          restore: { lenient: true, options: { "--data-dir": "write" }, operands: "read" },
          status: { lenient: true, operands: "read" },
        },
      },
    },
  },
  flyway: MIGRATES,
  goose: MIGRATES,
  hive: { ...CLIENT, rules: [{ option: "-e", value: /(?:^|;)\s*!/, does: ["process.exec"] }] },
  "impala-shell": CLIENT,
  influx: {
    ...CLIENT,
    subcommands: {
      ...each("ping version completion", SHOWS),
      ...each("auth bucket org setup user", ADMIN),
      backup: { ...BACKUP, operands: "write" },
      delete: REDIS_DELETES,
      export: { ...BACKUP, options: { ...HELP, "-f --file": "write" } },
      query: CLIENT,
      restore: RESTORE,
      write: RESTORE,
    },
  },
  influxd: SERVER,
  isql: CLIENT,
  iusql: CLIENT,
  "keydb-cli": REDIS,
  liquibase: MIGRATES,
  litecli: SQLITE,
  memcached: SERVER,
  mongo: MONGO,
  mongod: SERVER,
  mongodump: MONGO_DUMP,
  mongoexport: MONGO_DUMP,
  mongofiles: MONGO_DUMP,
  mongoimport: {
    ...MONGO_DUMP,
    options: {
      ...HELP,
      "-h --host --uri": "connect",
      "--file": "read",
      "-d --db -c --collection -u -p --type": "text",
      "--drop": { does: ["db.delete"] },
    },
    operands: "read*",
    does: ["db.write"],
  },
  mongorestore: {
    ...MONGO_DUMP,
    options: {
      ...HELP,
      "-h --host --uri": "connect",
      "--archive": { value: "read", optional: true },
      "-d --db -c --collection -u -p": "text",
      "--drop": { does: ["db.delete"] },
    },
    operands: "read*",
    does: ["db.write"],
  },
  mongosh: MONGO,
  mongostat: MONGO_DUMP,
  "mssql-cli": CLIENT,
  "neo4j-admin": { ...ADMIN, subcommands: { help: SHOWS } },
  osqueryi: { ...CLIENT, operands: "sql*", does: ["device.read"] },
  "rabbitmq-plugins": { ...ADMIN, subcommands: each("directories help is_enabled list version", SHOWS) },
  rabbitmqctl: {
    options: { ...HELP, "-n --node -t --timeout -p --vhost": "text" },
    flags: "-q -s -l --quiet --silent --longnames",
    subcommands: {
      ...each(
        "cluster_status environment help list_bindings list_channels list_connections list_consumers list_exchanges list_parameters list_permissions list_policies list_queues list_topic_permissions list_user_permissions list_users list_vhosts ping report status version",
        { ...SHOWS, does: ["infra.read"] },
      ),
      ...each("add_user change_password set_permissions set_user_tags", {
        ...ADMIN,
        does: ["identity.update"],
      }),
      eval: { ...ADMIN, does: ["code.run"] },
      exec: { ...ADMIN, does: ["code.run"] },
      ...each("clear_password clear_permissions delete_user delete_vhost delete_queue purge_queue", {
        ...ADMIN,
        does: ["identity.delete", "db.admin"],
      }),
    },
    operands: "text*",
    does: ["db.admin"],
  },
  "redis-cli": REDIS,
  "redis-server": SERVER,
  rsql: CLIENT,
  snowsql: {
    ...CLIENT,
    options: { ...CLIENT_OPTIONS, "-r --rolename -s --schemaname -w --warehouse --dbname --accountname": "text" },
  },
  sqlcmd: {
    ...CLIENT,
    rules: [{ option: "-Q --query -q", value: /(?:^|\n)[ \t]*(?::!!|!!|:(?:r|out|error)\b)/, does: ["process.exec"] }],
  },
  sqldiff: { lenient: true, operands: "read read" },
  sqlite: SQLITE,
  "sqlite-utils": {
    options: HELP,
    operands: "read sql*",
    does: ["db.write"],
    subcommands: {
      ...each("analyze-tables dump indexes plugins query rows schema search tables triggers views", {
        lenient: true,
        operands: "read text*",
        does: ["db.read"],
      }),
    },
    lenient: true,
  },
  sqlite3: SQLITE,
  sqlplus: CLIENT,
  sqlx: MIGRATES,
  surreal: CLIENT,
  tsql: CLIENT,
  typeorm: MIGRATES,
  usql: CLIENT,
  "valkey-cli": REDIS,
};
