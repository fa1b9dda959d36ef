import { isIPv6 } from "node:net";
import { PolicyAborted } from "../errors.ts";
import { BuiltinError, type Builtins, stringArg } from "./builtin.ts";
import { escapeUrl, unescapeBytes } from "./url.ts";
import { ObjectValue } from "./value.ts";

export const URI: Builtins = {
  "uri.parse": (args) => {
    const fields = Object.entries(parse(stringArg(args, 0)));
    if (fields.some(([, value]) => !value.isWellFormed())) throw new PolicyAborted("a builtin's result is not UTF-8");
    return new ObjectValue(fields.filter(([, value]) => value !== ""));
  },
  "uri.is_valid": ([text]) => {
    if (typeof text !== "string" || text === "") return false;
    try {
      parse(text);
      return true;
    } catch (error) {
      if (error instanceof BuiltinError) return false;
      throw error;
    }
  },
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses them in URLs
const CONTROL = /[\x00-\x1f\x7f]/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT = /^(?::\d*)?$/;

/** Go's url.Parse, and the parts that OPA takes from it; "" for what is not there. Some may be no text. @throws BuiltinError */
function parse(text: string): Readonly<Record<string, string>> {
  const [reference = "", rawFragment = ""] = cut(text, "#");
  if (CONTROL.test(reference)) throw new BuiltinError("invalid control character in URL");
  const fragment = unescapeBytes(rawFragment, "fragment");
  if (reference === "*") return { path: "*", raw_path: "*", fragment };
  if (reference.startsWith(":")) throw new BuiltinError("missing protocol scheme");
  const scheme = SCHEME.exec(reference)?.[1] ?? "";
  let [rest, rawQuery] = cut(scheme === "" ? reference : reference.slice(scheme.length + 1), "?");
  const parts = { scheme: scheme.toLowerCase(), raw_query: rawQuery, fragment };
  if (!rest.startsWith("/")) {
    if (scheme !== "") return parts;
    if (cut(rest, "/")[0].includes(":")) throw new BuiltinError("first path segment in URL cannot contain colon");
  }
  let host = "";
  if (rest.startsWith("//") && (scheme !== "" || !rest.startsWith("///"))) {
    const authority = cut(rest.slice(2), "/")[0];
    rest = rest.slice(2 + authority.length);
    host = parseAuthority(parts.scheme, authority);
  }
  const path = unescapeBytes(rest, "path");
  const rawPath = escapeUrl(path, "path") === rest ? path : rest;
  return { ...parts, ...splitHost(host), path, raw_path: rawPath };
}

function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

function parseAuthority(scheme: string, authority: string): string {
  const at = authority.lastIndexOf("@");
  const host = parseHost(scheme, authority.slice(at + 1));
  const user = authority.slice(0, Math.max(at, 0));
  if (!USER.test(user)) throw new BuiltinError("invalid userinfo");
  unescapeBytes(user, "user");
  return host;
}

function parseHost(scheme: string, host: string): string {
  const open = host.lastIndexOf("[");
  if (open > 0) throw new BuiltinError("invalid IP-literal");
  if (open === 0) return parseLiteral(host);
  const first = host.indexOf(":");
  if (first !== -1) {
    // Several colons are a list of hosts, which databases have in their URLs.
    const colon = scheme === "http" || scheme === "https" ? first : host.lastIndexOf(":");
    checkPort(host.slice(colon));
  }
  return unescapeBytes(host, "host");
}

/** `[fe80::1%25en0]:80`. */
function parseLiteral(host: string): string {
  const close = host.lastIndexOf("]");
  if (close === -1) throw new BuiltinError("missing ']' in host");
  const port = host.slice(close + 1);
  checkPort(port);
  const name = host.slice(1, close);
  const zone = name.indexOf("%25");
  const unescaped =
    zone === -1
      ? unescapeBytes(name, "host")
      : unescapeBytes(name.slice(0, zone), "host") + unescapeBytes(name.slice(zone), "zone");
  const [address, zoneName] = cut(unescaped, "%");
  if (!isIPv6(address) || (unescaped.includes("%") && zoneName === "")) throw new BuiltinError("invalid host");
  return `[${unescaped}]${port}`;
}

function checkPort(port: string): void {
  if (!PORT.test(port)) throw new BuiltinError("invalid port after host");
}

function splitHost(host: string): { readonly hostname: string; readonly port: string } {
  const colon = host.lastIndexOf(":");
  const hasPort = colon !== -1 && PORT.test(host.slice(colon));
  const name = hasPort ? host.slice(0, colon) : host;
  const literal = name.startsWith("[") && name.endsWith("]");
  return { hostname: literal ? name.slice(1, -1) : name, port: hasPort ? host.slice(colon + 1) : "" };
}
