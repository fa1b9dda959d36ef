import { readUrl } from "../hosts/index.ts";
import { fileUri, percentDecoded } from "./uri.ts";

/** A resource in the form that policies compare, or why it has none. */
export type NormalResource = { readonly uri: string } | { readonly error: string };

/** How often text may be encoded over again before nobody can mean it. */
const MAX_DECODINGS = 5;

const SCHEME = /^([a-z][a-z0-9+.-]{0,31}):/i;
const ENCODED_SEPARATOR = /%(?:2f|5c)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: names with control characters are what it is about
const CONTROL = /[\u0000-\u001f\u007f]/;
/** The name of a root that the gateway knows, or of a host (RFC 8089 section 2). */
const ROOT_NAME = /^(?!\.+$)[\p{L}\p{N}_~.-]+$/u;
const DEFAULT_PORTS = new Set(["80", "443"]);

/**
 * The normal form of a `file:`, `repo:` or `url:` resource. These are names: what would have to be resolved first (`..`,
 * encoded separators) is an error, and so is what names nothing.
 *
 * - `file:///abs/path`, `file://root/path`, `file:relative/path`: decoded, one slash between names, none at the end
 * - `repo://owner/name`: lower case
 * - `url://host/path?query`: as WHATWG reads it with scheme `https`, without ports 80 and 443
 */
export function normalResource(uri: string): NormalResource {
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return { error: "a scheme is required" };
  const rest = uri.slice(scheme.length + 1);
  if (CONTROL.test(rest)) return { error: "control characters are not allowed" };
  if (scheme === "file") return fileForm(rest);
  if (scheme === "repo") return repoForm(rest);
  if (scheme === "url") return urlForm(rest);
  return { error: `unsupported scheme: ${scheme}` };
}

function fileForm(rest: string): NormalResource {
  const raw = rest.replaceAll("\\", "/");
  const { authority, path } = partsOf(raw);
  const problem = problemOf(path);
  if (problem !== undefined) return { error: problem };
  const names = namesIn(percentDecoded(path));
  const root = authority.toLowerCase();
  if (/^[a-z]:$/.test(root)) return { uri: fileUri([root, ...names].join("/").toLowerCase() || "/") };
  if (root !== "" && root !== "localhost") {
    if (!ROOT_NAME.test(root)) return { error: "invalid file authority" };
    return { uri: `file://${[root, ...names.map(encodedOnce)].join("/")}${names.length === 0 ? "/" : ""}` };
  }
  if (/^[a-z]:$/i.test(names[0] ?? "")) return { uri: fileUri(names.join("/").toLowerCase()) };
  if (raw.startsWith("//") || path.startsWith("/")) return { uri: fileUri(`/${names.join("/")}`) };
  return names.length === 0 ? { error: "a path is required" } : { uri: fileUri(names.join("/")) };
}

function encodedOnce(name: string): string {
  return name.replace(/%(?=[0-9a-f]{2})/gi, "%25");
}

function repoForm(rest: string): NormalResource {
  const problem = problemOf(rest);
  if (problem !== undefined) return { error: problem };
  const [owner = "", name = "", ...more] = percentDecoded(rest).replaceAll("\\", "/").replace(/^\/\//, "").split("/");
  if (!rest.startsWith("//") || owner === "" || name === "" || more.length > 0 || /[\s?#@:*]/.test(owner + name)) {
    return { error: "a repository is an owner and a name, each a single segment" };
  }
  return { uri: `repo://${owner}/${name}`.toLowerCase() };
}

function urlForm(rest: string): NormalResource {
  const { authority, path } = partsOf(rest);
  if (!rest.startsWith("//") || authority === "") return { error: "host is required" };
  if (authority.includes("@")) return { error: "a user is not allowed before the host" };
  const [plain = "", query] = path.split("#", 1)[0]?.split(/\?(.*)/s, 2) ?? [];
  const problem = problemOf(plain) ?? problemOf(authority);
  if (problem !== undefined) return { error: problem };
  const url = readUrl(`https://${authority}${plain === "" ? "/" : plain}${query === undefined ? "" : `?${query}`}`);
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (
    url === undefined ||
    url.host === "" ||
    url.host === "." ||
    url.host.includes("..") ||
    (port !== undefined && !/^\d{0,5}$/.test(port))
  ) {
    return { error: `invalid url host: ${authority.slice(0, 100)}` };
  }
  const host = url.host.replace(/\.$/, "");
  const { search } = new URL(url.href);
  const suffix = url.port === "" || DEFAULT_PORTS.has(url.port) ? "" : `:${url.port}`;
  return { uri: `url://${host}${suffix}${url.path.replace(/\/{2,}/g, "/")}${search}` };
}

function partsOf(rest: string): { readonly authority: string; readonly path: string } {
  if (!rest.startsWith("//")) return { authority: "", path: rest };
  const end = rest.slice(2).search(/[\\/?#]/);
  if (end < 0) return { authority: rest.slice(2), path: "" };
  return { authority: rest.slice(2, end + 2), path: rest.slice(end + 2) };
}

/** What a path must not hold in any number of encodings. */
function problemOf(path: string): string | undefined {
  let text = path;
  for (let i = 0; i < MAX_DECODINGS; i += 1) {
    if (ENCODED_SEPARATOR.test(text)) return "encoded separators are not allowed";
    if (namesOf(text).includes("..")) return "path traversal is not allowed";
    const decoded = percentDecoded(text);
    if (CONTROL.test(decoded)) return "control characters are not allowed";
    if (decoded === text) return undefined;
    text = decoded;
  }
  return "too many encodings";
}

function namesOf(path: string): readonly string[] {
  return path.split(/[\\/]/);
}

function namesIn(path: string): readonly string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
