import type { Operation } from "./words.ts";

/**
 * What the names of a tool's arguments say. Names are compared by their words, joined by spaces: "to_address" and "toAddress"
 * are "to address".
 */

/** The last word of arguments that choose what the tool does. */
export const METHOD_NAMES = "action actions command function method mode op operation operations task verb";

/** Flags of tools that change something. */
export const CHANGE_FLAGS: readonly string[] = [
  "dry run",
  "overwrite",
  "confirm",
  "confirmed",
  "force delete",
  "commit message",
  "create parents",
];

/** Arguments that are a program in some language; those with `says` only if their description has one of its words. */
export const PROGRAMS: readonly {
  readonly names: readonly string[];
  readonly kind: "shell" | "sql" | "code" | "patch";
  readonly language?: string;
  readonly says?: string;
}[] = [
  { names: ["command", "cmd", "shell command", "bash command", "command line"], kind: "shell" },
  { names: ["sql", "sql query", "sql statement", "query sql", "statement", "statements"], kind: "sql" },
  { names: ["query"], kind: "sql", says: "sql" },
  { names: ["python code", "python script", "python"], kind: "code", language: "python" },
  { names: ["javascript", "js code", "page function"], kind: "code", language: "javascript" },
  { names: ["code", "script", "source code"], kind: "code" },
  { names: ["patch", "diff"], kind: "patch" },
];

/** What a server's name says of its SQL. */
export const DIALECTS: Readonly<Record<string, string>> = {
  mariadb: "mysql",
  mssql: "tsql",
  mysql: "mysql",
  neon: "postgres",
  postgres: "postgres",
  postgresql: "postgres",
  sqlite: "sqlite",
  sqlserver: "tsql",
  supabase: "postgres",
};

/** Words of an argument that names where a result is put, and of descriptions that say so. */
export const OUTPUT_WORDS = "download downloaded output save saved store stored write written destination dest";
export const PATH_WORDS = "dir directory file filename filepath folder path";

/** Where data, money or control goes, by the argument's name. */
export const DESTINATIONS: readonly { readonly kind: string; readonly names: readonly string[] }[] = [
  {
    kind: "email",
    names: [
      "to",
      "cc",
      "bcc",
      "email",
      "emails",
      "email address",
      "recipient",
      "recipients",
      "to email",
      "recipient email",
      "attendees",
      "invitees",
      "to recipients",
      "cc recipients",
      "bcc recipients",
    ],
  },
  { kind: "phone", names: ["phone", "phone number", "to number", "recipient phone", "mobile"] },
  {
    kind: "channel",
    names: [
      "channel",
      "channel id",
      "channel name",
      "chat id",
      "chat",
      "room",
      "room id",
      "conversation id",
      "guild channel id",
      "thread id",
    ],
  },
  {
    kind: "account",
    names: [
      "to account",
      "account number",
      "iban",
      "destination account",
      "recipient account",
      "beneficiary",
      "payee",
      "to account id",
    ],
  },
  { kind: "wallet", names: ["wallet", "wallet address", "to address", "recipient address"] },
  { kind: "url", names: ["url", "urls", "uri", "endpoint", "webhook url", "callback url", "link", "href"] },
  { kind: "host", names: ["host", "hostname", "server host", "ip", "ip address"] },
  {
    kind: "user",
    names: [
      "user id",
      "username",
      "user",
      "assignee",
      "assignees",
      "reviewers",
      "collaborator",
      "member id",
      "principal",
    ],
  },
];

/** Which of them a tool of each operation has; for the others they are what the call is about, not where it goes. */
export const DESTINATION_KINDS: Readonly<Partial<Record<Operation, readonly string[]>>> = {
  read: ["url", "host"],
  list: ["url", "host"],
  act: ["url", "host"],
  grant: ["user", "email"],
  share: ["user", "email", "channel", "url"],
  send: ["email", "phone", "channel", "url", "host"],
  pay: ["account", "wallet", "email", "user"],
  refund: ["account", "user"],
  schedule: ["account", "email", "channel"],
  create: ["email", "url"],
};

export const AMOUNT_NAMES = ["amount", "total", "total amount", "price", "sum", "unit amount", "payment amount"];
export const CURRENCY_NAMES = ["currency", "currency code"];

export const FILE_NAMES = [
  "path",
  "file path",
  "filepath",
  "file",
  "filename",
  "file name",
  "absolute path",
  "relative path",
  "directory",
  "directory path",
  "dir",
  "folder path",
  "target file",
  "notebook path",
];

/** Last words of arguments that say which of several things is meant. */
export const ID_WORDS = "id ids key name number slug uuid";
