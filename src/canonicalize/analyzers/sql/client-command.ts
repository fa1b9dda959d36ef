import { Statement } from "./statement.ts";
import { clientEffect } from "./tables/client-commands.ts";

/**
 * What a line for the client program does, e.g. psql's `\copy`, sqlite3's `.shell`. `statement` is the SQL that it is
 * made of, to be read like any other; both are undefined where the line does nothing to speak of.
 */
interface ClientCommand {
  readonly does?: Statement;
  readonly statement?: string;
}

const NOTHING: ClientCommand = {};

export function isClientCommand(line: string): boolean {
  const [, lead = "", name = ""] = COMMAND.exec(line) ?? [];
  return lead === "" || lead.endsWith("!!") || clientEffect(lead, name) !== undefined;
}

export function readClientCommand(line: string): ClientCommand {
  const match = COMMAND.exec(line);
  if (match === null) return NOTHING;
  const [, lead = "", name = "", rest = ""] = match;
  // GO and DELIMITER only divide statements.
  if (lead === "") return NOTHING;
  if (lead.endsWith("!!")) {
    const shell = new Statement("!!");
    shell.command(`${name}${rest}`.trim());
    return { does: shell };
  }
  const effect = clientEffect(lead, name);
  const does = new Statement(`${lead}${name}`);
  const argument = unquoted(rest.trim());
  // psql runs what stands in backticks and takes its output.
  for (const piece of lead === "\\" ? rest.split("`").filter((_, index) => index % 2 === 1) : []) does.command(piece);
  switch (effect) {
    case "none":
    case "sends":
      return does.outside.length === 0 ? argumentCommand(does, argument) : { does };
    case "copies":
      return { statement: `COPY ${rest.trim().replace(/;$/, "")}`, ...(does.outside.length === 0 ? {} : { does }) };
    case undefined:
      does.opaque();
      return { does };
    default:
      apply(effect, argument, does);
      return { does };
  }
}

/** `\g |command` and `\g file` of psql, `\. file` and `\T file` of mysql: without an argument they do nothing. */
function argumentCommand(does: Statement, argument: string): ClientCommand {
  if (!/^\\(?:gx?|\.|T)$/.test(does.operation) || argument === "" || argument === ";") return NOTHING;
  apply(does.operation === "\\." ? "runs_file" : "writes_file", argument, does);
  return { does };
}

function apply(effect: Exclude<ReturnType<typeof clientEffect>, undefined>, argument: string, does: Statement): void {
  switch (effect) {
    case "reads_catalogue":
      return does.does("db.read");
    case "runs_command":
      return does.command(argument === "" ? undefined : argument);
    case "runs_file":
      if (argument.startsWith("|")) does.command(argument.slice(1).trim());
      else does.file("read", argument);
      return does.opaque();
    case "runs_result":
      return does.opaque();
    case "writes_file":
    case "opens_file":
      return written(argument, does);
    case "imports":
      if (argument.startsWith("|")) does.command(argument.slice(1).trim());
      else does.file("read", argument.split(/\s/)[0]);
      return does.does("db.write");
    case "loads_library":
      does.file("read", argument);
      return does.command(undefined);
    case "connects":
      does.complete = false;
      return does.does("db.admin");
    case "changes_password":
      does.signal("account.password", argument);
      return does.does("db.admin");
    default:
      return;
  }
}

function written(argument: string, does: Statement): void {
  if (argument.startsWith("|")) does.command(argument.slice(1).trim());
  else if (argument !== "" && argument !== "stdout") does.file("write", argument.split(/\s/)[0]);
}

function unquoted(text: string): string {
  const quoted = /^(["'])([^"']*)\1/.exec(text);
  return quoted === null ? text : (quoted[2] ?? "");
}

/** `\name rest`, `.name rest`, `:name rest`, `!!rest`. */
const COMMAND = /^(\\|\.|:!!|!!|:)?([A-Za-z_]+|[!?#;.]|)([\s\S]*)$/;
