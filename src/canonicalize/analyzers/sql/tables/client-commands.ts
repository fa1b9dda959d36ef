/**
 * What a line for the client program does. `|` in front of an argument makes it a command in all of the places where a
 * file is written or read.
 */
type ClientEffect =
  | "none"
  /** Ends the statement before it. */
  | "sends"
  | "reads_catalogue"
  | "runs_command"
  /** Runs what is in a file as SQL. */
  | "runs_file"
  /** Runs the result of the statement before it as SQL. */
  | "runs_result"
  | "writes_file"
  | "reads_file"
  | "imports"
  | "loads_library"
  | "connects"
  | "changes_password"
  /** The rest of the line is a COPY statement whose file is the client's. */
  | "copies"
  | "opens_file";

function all(names: string, effect: ClientEffect): Readonly<Record<string, ClientEffect>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, effect]));
}

/** psql 18 "Meta-Commands" and mysql 8.4 "mysql Client Commands", by what stands behind the backslash. */
const BACKSLASH: Readonly<Record<string, ClientEffect>> = {
  ...all(
    "a C conninfo cd copyright crosstabview echo elif else encoding endif errverbose f gdesc H h help html if p print",
    "none",
  ),
  ...all(
    "prompt pset q quit qecho r reset t timing T unset warn x z W bind bind_named close_prepared parse . N clear",
    "none",
  ),
  ...all(
    "startpipeline endpipeline syncpipeline sendpipeline flush flushrequest getresults restrict unrestrict",
    "none",
  ),
  ...all("? # set getenv setenv n nopager notee rehash status watch", "none"),
  ...all("g G gx gset ; go ego", "sends"),
  ...all("l list sf sv dp du dt dv", "reads_catalogue"),
  ...all("! system P pager e edit ef ev", "runs_command"),
  ...all("i ir include include_relative source", "runs_file"),
  ...all("gexec", "runs_result"),
  ...all("o out w write s lo_export tee", "writes_file"),
  ...all("lo_import", "imports"),
  ...all("lo_unlink", "imports"),
  ...all("c connect u use", "connects"),
  ...all("password", "changes_password"),
  ...all("copy", "copies"),
};

/** sqlite3's dot commands. */
const DOT: Readonly<Record<string, ClientEffect>> = {
  ...all(
    "auth bail binary changes check columns connection crlf crnl databases dbconfig dbinfo dbtot echo eqp exit explain",
    "none",
  ),
  ...all(
    "expert filectrl fullschema headers header help indexes intck iotrace limit lint mode nonce nullvalue parameter",
    "none",
  ),
  ...all(
    "print progress prompt quit recover scanstats selftest separator session sha3sum show stats tables timeout timer",
    "none",
  ),
  ...all("vfsinfo vfslist vfsname version width schema indices testcase", "none"),
  ...all("dump", "reads_catalogue"),
  ...all("shell system", "runs_command"),
  ...all("read", "runs_file"),
  ...all("output once log trace excel backup save www cd archive ar", "writes_file"),
  ...all("import restore clone", "imports"),
  ...all("load", "loads_library"),
  ...all("open", "opens_file"),
};

/** sqlcmd of SQL Server. */
const SQLCMD: Readonly<Record<string, ClientEffect>> = {
  ...all("r", "runs_file"),
  ...all("out error perftrace", "writes_file"),
  ...all("connect", "connects"),
  ...all("setvar quit exit on reset list listvar xml help ed", "none"),
};

/** What the command does by its first word; undefined where it is not known. */
export function clientEffect(lead: string, name: string): ClientEffect | undefined {
  if (lead === "\\")
    return BACKSLASH[name] ?? (/^d[a-zA-Z]{0,4}[+Sx]{0,3}$/.test(name) ? "reads_catalogue" : undefined);
  if (lead === ".") return DOT[name];
  return SQLCMD[name];
}
