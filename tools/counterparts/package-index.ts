import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { reasonOf, Unavailable } from "./unavailable.ts";

const DEFAULT_INDEX = "https://pypi.org/simple";
/** Whoever has no way out learns it within this time. */
const ANSWER_TIMEOUT_MS = 10_000;
/** 75 MB at 250 kB/s. */
const BODY_TIMEOUT_MS = 300_000;
const ATTEMPTS = 2;

/** Where Python's packages come from here: what pip would ask. */
export function indexUrl(env: NodeJS.ProcessEnv): string {
  const given = env["PIP_INDEX_URL"];
  if (given !== undefined && given !== "") return given;
  const home = env["HOME"] ?? homedir();
  const files = [
    env["PIP_CONFIG_FILE"],
    env["VIRTUAL_ENV"] && join(env["VIRTUAL_ENV"], "pip.conf"),
    join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "pip", "pip.conf"),
    join(home, ".pip", "pip.conf"),
    "/etc/pip.conf",
  ];
  for (const file of files) {
    const url = file === undefined || file === "" ? undefined : indexUrlOf(file);
    if (url !== undefined) return url;
  }
  return DEFAULT_INDEX;
}

function indexUrlOf(file: string): string | undefined {
  try {
    return /^\s*index-url\s*[=:]\s*(\S+)/m.exec(readFileSync(file, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/**
 * The file of a project in a package index (PEP 503, PEP 691), whatever it holds.
 * @throws Unavailable when the index cannot be asked, or has no such file
 */
export async function packageFile(index: string, project: string, file: string): Promise<Uint8Array> {
  const page = new URL(`${index.replace(/\/+$/, "")}/${project}/`);
  const accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";
  const text = Buffer.from(await body(page, page, accept)).toString("utf8");
  const link = linkTo(file, text);
  if (link === undefined) throw new Unavailable(`${page.origin}${page.pathname} offers no ${file}`);
  return body(new URL(link, page), page, "*/*");
}

/** The address of a file on a project's page, in either form. */
export function linkTo(file: string, page: string): string | undefined {
  const links = page.trimStart().startsWith("{")
    ? (JSON.parse(page) as { readonly files: readonly { readonly url: string }[] }).files.map(({ url }) => url)
    : [...page.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']+)["']/gi)].map(([, href]) => unescaped(href as string));
  return links.find(
    (link) => decodeURIComponent((link.split(/[#?]/)[0] as string).split("/").at(-1) as string) === file,
  );
}

function unescaped(href: string): string {
  return href.replaceAll("&amp;", "&");
}

/** The index's credentials go to the index only. */
async function body(url: URL, index: URL, accept: string): Promise<Uint8Array> {
  const headers: Record<string, string> = { accept };
  if (url.origin === index.origin && index.username !== "") {
    const pair = `${decodeURIComponent(index.username)}:${decodeURIComponent(index.password)}`;
    headers["authorization"] = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  const bare = new URL(url);
  bare.username = bare.password = bare.hash = "";
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetched(bare, headers);
    } catch (error) {
      if (attempt >= ATTEMPTS) throw new Unavailable(`${bare.href}: ${reasonOf(error)}`);
    }
  }
}

async function fetched(url: URL, headers: Record<string, string>): Promise<Uint8Array> {
  const controller = new AbortController();
  const abort = (why: string) => () => controller.abort(new Error(why));
  let timer = setTimeout(abort(`no answer within ${ANSWER_TIMEOUT_MS / 1000} s`), ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(url, { headers, signal: controller.signal });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(abort(`not there within ${BODY_TIMEOUT_MS / 1000} s`), BODY_TIMEOUT_MS);
    return new Uint8Array(await response.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}
