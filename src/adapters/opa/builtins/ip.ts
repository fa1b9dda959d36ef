import { isIPv4, isIPv6 } from "node:net";
import { BuiltinError } from "./builtin.ts";

/** An address or network as Go's net package has it: IPv4 addresses in IPv6's form are IPv4 addresses. */
export interface Network {
  /** 32 or 128 */
  readonly bits: number;
  readonly address: bigint;
  readonly prefix: number;
}

export const IPV4_BITS = 32;
export const IPV6_BITS = 128;
const MAPPED = 0xffffn << 32n;
/** Go reads numbers up to six digits or so, zeros in front included. */
const PREFIX = /^\d{1,6}$/;

/** An address in 128 bits. Undefined when the text is none; zones are none. */
function parseAddress(text: string): bigint | undefined {
  if (isIPv4(text)) return MAPPED | ipv4Number(text);
  return isIPv6(text) && !text.includes("%") ? ipv6Number(text) : undefined;
}

function ipv4Number(text: string): bigint {
  return text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6Number(text: string): bigint {
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const groups =
    dotted === undefined
      ? text
      : text.slice(0, -dotted.length) +
        [ipv4Number(dotted) >> 16n, ipv4Number(dotted) & 0xffffn].map((g) => g.toString(16)).join(":");
  const [head = "", tail] = groups.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : new Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/** Go's net.ParseIP, as a network of one address. */
export function parseIp(text: string): Network | undefined {
  const address = parseAddress(text);
  return address === undefined ? undefined : normal({ bits: IPV6_BITS, address, prefix: IPV6_BITS });
}

/** Go's net.ParseCIDR: the network, its host bits cleared. */
export function parseCidr(text: string): Network | undefined {
  const slash = text.lastIndexOf("/");
  const [host, length] = [text.slice(0, Math.max(slash, 0)), text.slice(slash + 1)];
  const address = parseAddress(host);
  if (address === undefined || !PREFIX.test(length)) return undefined;
  const bits = isIPv4(host) ? IPV4_BITS : IPV6_BITS;
  const prefix = Number(length);
  if (prefix > bits) return undefined;
  return normal({ bits: IPV6_BITS, address, prefix: prefix + IPV6_BITS - bits });
}

/** @throws BuiltinError */
export function cidrOf(text: string): Network {
  const network = parseCidr(text);
  if (network === undefined) throw new BuiltinError("invalid CIDR address");
  return network;
}

function normal({ address, prefix }: Network): Network {
  const masked = address & maskOf(IPV6_BITS, prefix);
  if (masked >> 32n !== 0xffffn) return { bits: IPV6_BITS, address: masked, prefix };
  return { bits: IPV4_BITS, address: masked & 0xffffffffn, prefix: Math.max(prefix - 96, 0) };
}

export function maskOf(bits: number, prefix: number): bigint {
  return ((1n << BigInt(prefix)) - 1n) << BigInt(bits - prefix);
}

export function lastOf({ bits, address, prefix }: Network): bigint {
  return address | ((1n << BigInt(bits - prefix)) - 1n);
}

export function contains(a: Network, b: Network): boolean {
  return a.bits === b.bits && a.prefix <= b.prefix && (b.address & maskOf(a.bits, a.prefix)) === a.address;
}

/** Go's IP.String: RFC 5952. */
export function addressText(bits: number, address: bigint): string {
  if (bits === IPV4_BITS) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  const runs = [...groups.join(":").matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)].map((match) => match[0]);
  const longest = runs.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return groups.join(":");
  const text = groups.join(":");
  const at = text.search(new RegExp(`(?:^|(?<=:))${longest}(?=:|$)`));
  return `${text.slice(0, at).replace(/:$/, "")}::${text.slice(at + longest.length).replace(/^:/, "")}`;
}

export function networkText({ bits, address, prefix }: Network): string {
  return `${addressText(bits, address)}/${prefix}`;
}
