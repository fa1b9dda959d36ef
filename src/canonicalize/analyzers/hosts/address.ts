import ipaddr from "ipaddr.js";
import { CARRIERS, RANGES } from "./ranges.ts";

/** An IP address, in whatever spelling, in its one form. */
export interface Address {
  /** As a URL holds it: `10.0.0.1`, `[fe80::1]`; an IPv4 address in an IPv6 one that means the same is the IPv4 one. */
  readonly host: string;
  readonly classes: readonly string[];
}

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

const CLASSES = RANGES.flatMap(([name, cidrs]) => cidrs.map((cidr) => ({ name, range: ipaddr.parseCIDR(cidr) })));
const CARRIER_RANGES = CARRIERS.map((carrier) => ({
  ...carrier,
  range: ipaddr.parseCIDR(carrier.cidr) as [ipaddr.IPv6, number],
}));
/** What is not in it has not been given to anybody (RFC 4291 section 2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];
/** The only one whose socket is one to the IPv4 address itself. */
const MAPPED = "v4_mapped";

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;

/** @param host as WHATWG URLs write it: dotted decimal, or IPv6 in brackets; undefined when it is no address. */
export function readAddress(host: string): Address | undefined {
  if (host.startsWith("[")) return ipv6(ipaddr.IPv6.parse(host.slice(1, -1)));
  return IPV4.test(host) ? ipv4(ipaddr.IPv4.parse(host)) : undefined;
}

function ipv4(address: ipaddr.IPv4): Address {
  return { host: address.toString(), classes: ["ip_literal", ...rangesOf(address)] };
}

function ipv6(address: ipaddr.IPv6): Address {
  const own = rangesOf(address);
  const carrier =
    own.length > 0 && !own.includes("reserved") ? undefined : CARRIER_RANGES.find(({ range }) => address.match(range));
  const host = `[${address.toRFC5952String()}]`;
  if (carrier === undefined) {
    const reserved = own.length === 0 && !address.match(GLOBAL_UNICAST) ? ["reserved"] : [];
    return { host, classes: ["ip_literal", ...own, ...reserved] };
  }
  const inner = ipv4(carried(address, carrier.bit, carrier.inverted === true));
  const classes = [...inner.classes, carrier.name];
  return carrier.name === MAPPED ? { host: inner.host, classes: [...classes, "ip_obfuscated"] } : { host, classes };
}

function carried(address: ipaddr.IPv6, bit: number, inverted: boolean): ipaddr.IPv4 {
  const bytes = address.toByteArray().slice(bit / 8, bit / 8 + 4);
  return new ipaddr.IPv4(inverted ? bytes.map((byte) => byte ^ 0xff) : bytes);
}

function rangesOf(address: Parsed): readonly string[] {
  const kind = address.kind();
  const found = CLASSES.filter(
    ({ range: [start, bits] }) => start.kind() === kind && address.match(start as never, bits),
  );
  return [...new Set(found.map(({ name }) => name))];
}
