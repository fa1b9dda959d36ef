import { domainToUnicode } from "node:url";
import { getDomain } from "tldts";
import { readAddress } from "./address.ts";
import { looksLike, mixesScripts } from "./confusables.ts";
import { NAMES } from "./names.ts";

/** A host in its one form, and what is known of it. */
export interface Host {
  readonly host: string;
  readonly registrable?: string;
  readonly classes: readonly string[];
}

const CLASSES_BY_NAME: ReadonlyMap<string, readonly string[]> = byName();

function byName(): Map<string, readonly string[]> {
  const classes = new Map<string, readonly string[]>();
  for (const [name, hosts] of NAMES) {
    for (const host of hosts) classes.set(host, [...(classes.get(host) ?? []), name]);
  }
  return classes;
}

/** An address in front of, or inside of, a name that resolves to it: `10.0.0.1.nip.io`, `app-10-0-0-1.sslip.io`. */
const CARRIED_ADDRESS = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-])/;
const ACE_PREFIX = "xn--";
/** RFC 1035 section 2.3.4: nobody resolves a longer name. */
const MAX_NAME_CHARS = 253;
/** More labels than any name in the tables has. */
const MAX_TABLE_LABELS = 8;

/** @param whatwg the host as a WHATWG URL has it */
export function knownHost(whatwg: string): Host {
  if (whatwg === "") return { host: "", classes: [] };
  const address = readAddress(whatwg);
  if (address !== undefined) return address;
  // The root's dot at the end says nothing; an empty label is no name.
  const host = whatwg.endsWith(".") && !whatwg.includes("..") ? whatwg.slice(0, -1) : whatwg;
  if (host.length > MAX_NAME_CHARS || host.includes("..")) return { host, classes: ["invalid"] };
  const classes = new Set<string>();
  const labels = host.split(".");
  for (let from = Math.max(0, labels.length - MAX_TABLE_LABELS); from < labels.length; from += 1) {
    for (const name of CLASSES_BY_NAME.get(labels.slice(from).join(".")) ?? []) classes.add(name);
  }
  if (labels.length === 1) classes.add("single_label");
  if (classes.has("dns_rebinding")) for (const name of carriedClasses(host)) classes.add(name);
  if (host.includes(ACE_PREFIX)) for (const name of writtenClasses(host)) classes.add(name);
  const registrable = getDomain(host, { allowPrivateDomains: true, validateHostname: false });
  return { host, ...(registrable === null ? {} : { registrable }), classes: [...classes] };
}

function carriedClasses(host: string): readonly string[] {
  const found = CARRIED_ADDRESS.exec(host);
  if (found === null) return [];
  return readAddress(found.slice(1).map(Number).join("."))?.classes.filter((name) => name !== "ip_literal") ?? [];
}

function writtenClasses(host: string): readonly string[] {
  const labels = domainToUnicode(host).split(".");
  const classes = ["punycode"];
  if (labels.some(mixesScripts)) classes.push("mixed_script");
  // A name all of one script, under a top-level domain of that script, is a word of that language.
  const ownScript = (labels.at(-1) ?? "") !== (host.split(".").at(-1) ?? "");
  if (!ownScript && labels.some((label) => looksLike(label) !== undefined)) classes.push("homoglyph");
  return classes;
}
