/** User, then servers, then the rest: libpq's form, which the URL standard does not know where it names several servers. */
const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]*)([/?].*)?$/;

/** What a libpq client may ask of a server; Writ always asks for one that takes writes, so that "any" would be a lie. */
const SESSIONS = new Set([null, "read-write", "primary"]);

/**
 * The servers of a connection URL, one URL each, in the order in which they are tried:
 * `postgresql://user@a:5432,b:5433/writ?target_session_attrs=read-write` (PostgreSQL, "Connection URIs").
 * @returns undefined where it is no such URL
 */
export function databaseServers(url: string): readonly string[] | undefined {
  const [, before, hosts, after = ""] = PARTS.exec(url) ?? [];
  if (before === undefined || hosts === undefined) return undefined;
  const servers = hosts.split(",").map((host) => `${before}${host}${after}`);
  return servers.every((server) => URL.canParse(server) && wantsWrites(server)) ? servers : undefined;
}

function wantsWrites(server: string): boolean {
  return SESSIONS.has(new URL(server).searchParams.get("target_session_attrs"));
}
