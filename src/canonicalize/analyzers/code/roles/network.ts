import type { FlowEnd, HostAccess } from "../../../../domain/facts.ts";
import type { StandardVerb } from "../../../../domain/vocabulary.ts";
import { partOf } from "../../analysis.ts";
import { destinationsOf } from "../../values/index.ts";
import type { Deed } from "../library.ts";
import { type Deeds, incomplete, type Run } from "../run.ts";
import { HOLE, hasHole, isLiteral, textOf, type Value, type Values } from "../value.ts";
import { locate } from "./arguments.ts";

type Reached = Exclude<HostAccess, "mention" | "scan">;

const VERBS: Readonly<Record<Reached, StandardVerb>> = {
  fetch: "net.fetch",
  upload: "net.upload",
  connect: "net.connect",
  listen: "net.listen",
};

/** Hosts that a call names. */
export function reachHosts(deed: Deed, deeds: Deeds, run: Run): void {
  const values = locate(deed.arguments[0], deeds);
  if (deed.role === "request") {
    requestHosts(deed, values, deeds, run);
    return;
  }
  const access = deed.role as Reached;
  const ports = (locate(deed.arguments[1], deeds) ?? []).map(textOf).filter((port) => /^\d{1,5}$/.test(port));
  const carries = access !== "fetch" || carriesData(deeds);
  if (access === "listen") {
    listen(values, ports, run);
    return;
  }
  for (const value of values ?? []) {
    if (isRequestAlready(value)) continue;
    if (value.kind === "text" && value.text === "") {
      // What it is connected to was said when it connected.
      run.collector.does(VERBS[access]);
      continue;
    }
    const port = ports.length === 1 && !/:\d|\//.test(textOf(value)) ? `:${ports[0]}` : "";
    reachHost(textOf(value) + port, access, carries, run);
  }
  if (values === undefined) unknownHost(access, carries, run);
}

/** A request that was made before, which said then what it reaches. */
function isRequestAlready(value: Value): boolean {
  return value.kind === "object" && value.text === undefined;
}

const READING_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

function requestHosts(deed: Deed, urls: Values | undefined, deeds: Deeds, run: Run): void {
  const methods = (locate(deed.arguments[1], deeds) ?? [])
    .filter(({ kind }) => kind !== "none" && kind !== "list" && kind !== "dictionary")
    .map((value) => textOf(value).toUpperCase());
  const bodies = deed.arguments.slice(2).flatMap((locators) => locate(locators, deeds) ?? []);
  const sends = bodies.some(({ kind }) => kind !== "none") || methods.some((method) => !READING_METHODS.has(method));
  const access = sends ? "upload" : "fetch";
  const carries = carriesData(deeds);
  for (const value of urls ?? []) {
    if (isRequestAlready(value)) continue;
    if (value.kind === "dictionary") continue;
    reachHost(textOf(value), access, carries, run);
  }
  if (urls === undefined) unknownHost(access, carries, run);
}

/** Whether anything is sent that the program's text does not say. */
function carriesData({ args }: Deeds): boolean {
  return args.open || [...args.positional, ...args.named.values()].some((values) => !values.every(isLiteral));
}

function listen(values: Values | undefined, ports: readonly string[], run: Run): void {
  const [host] = (values ?? []).map(textOf).filter((name) => name !== "" && !hasHole(name) && !/^\d+$/.test(name));
  const [port] = [...ports, ...(values ?? []).map(textOf).filter((name) => /^\d{1,5}$/.test(name))];
  run.collector.host(`${host ?? "0.0.0.0"}${port === undefined ? "" : `:${port}`}`, "listen");
  run.collector.signal("network.listen", host ?? "0.0.0.0");
  run.sinks.push({ end: { kind: "host", value: "", classes: [] }, carries: true });
}

function unknownHost(access: Reached, carries: boolean, run: Run): void {
  run.collector.does(VERBS[access]);
  run.sinks.push({ end: { kind: "host", value: "", classes: [] }, carries });
  incomplete(run);
}

/** The scheme and the whole of the authority, so that what follows cannot change the host. */
const AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\\\uE000-\uE002]+[/?#]/;

/** One host by its URL or name. */
export function reachHost(text: string, access: Reached, carries: boolean, run: Run): void {
  const hole = text.search(/[\uE000-\uE002]/);
  const known = hole < 0 ? text : text.slice(0, hole);
  if (known === "" || (hole >= 0 && !AUTHORITY.test(known))) {
    unknownHost(access, carries, run);
    return;
  }
  if (/^data:/i.test(known)) return;
  const fact = run.collector.host(known, access);
  const end: FlowEnd = { kind: "host", value: fact.host, classes: fact.classes };
  run.sinks.push({ end, carries: carries || hole >= 0 });
  if (fact.host === "") incomplete(run);
  if (fact.classes.includes("metadata")) run.collector.signal("credential.metadata", fact.host);
}

/** Addresses that mail is sent to. */
export function mail(deed: Deed, deeds: Deeds, run: Run): void {
  const texts = (locate(deed.arguments[0], deeds) ?? []).flatMap((value) =>
    value.kind === "list" ? (value.open ? [HOLE] : value.items.flat().map(textOf)) : [textOf(value)],
  );
  const destinations = texts
    .filter((address) => !hasHole(address))
    .flatMap((address) => destinationsOf("email", address));
  run.collector.part(partOf("message.send", { destinations }));
  if (texts.length === 0 || texts.some(hasHole)) incomplete(run);
  run.sinks.push({ end: { kind: "host", value: "", classes: [] }, carries: true });
}
