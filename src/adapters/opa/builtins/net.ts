import { PolicyAborted } from "../errors.ts";
import { type BuiltinContext, BuiltinError, type Builtins, isArray, listArg, stringArg } from "./builtin.ts";
import {
  addressText,
  cidrOf,
  contains,
  IPV4_BITS,
  IPV6_BITS,
  lastOf,
  maskOf,
  type Network,
  networkText,
  parseCidr,
  parseIp,
} from "./ip.ts";
import { FUEL_PER_STEP, MAX_GENERATED_ELEMENTS } from "./limits.ts";
import { Num, ObjectValue, SetValue, type Value } from "./value.ts";

export const NET: Builtins = {
  "net.cidr_is_valid": ([text]) => typeof text === "string" && parseCidr(text) !== undefined,
  "net.cidr_contains_matches": ([cidrs = null, others = null], context) => matches(cidrs, others, context),
  "net.cidr_expand": (args) => {
    const { bits, address, prefix } = cidrOf(stringArg(args, 0));
    const size = 1n << BigInt(bits - prefix);
    if (size > MAX_GENERATED_ELEMENTS) throw new PolicyAborted("net.cidr_expand: the network is too large");
    return new SetValue(Array.from({ length: Number(size) }, (_, at) => addressText(bits, address + BigInt(at))));
  },
  "net.cidr_merge": (args) => new SetValue(merged(listArg(args, 0).map(networkOf)).map(networkText)),
};

/** Each element of an operand with what names it in the result: index, element or key. */
function itemsOf(value: Value): readonly (readonly [item: Value, name: Value])[] {
  if (typeof value === "string") return [[value, value]];
  if (isArray(value)) return value.map((item, at) => [item, Num.of(at)]);
  if (value instanceof SetValue) return value.elements.map((item) => [item, item]);
  return value instanceof ObjectValue ? value.entries.map(([key, item]) => [item, key]) : [];
}

/** The element, or the first of an element that is an array. */
function cidrIn(item: Value): Value {
  const cidr = isArray(item) ? item[0] : item;
  if (cidr === undefined || (cidr === item && typeof item !== "string")) {
    throw new BuiltinError("element must be string or non-empty array");
  }
  return cidr;
}

function textOf(cidr: Value): string {
  if (typeof cidr !== "string") throw new BuiltinError("operand must be a string");
  return cidr;
}

/** What the operands hold is looked at only where there is something to compare it with. */
function matches(cidrs: Value, others: Value, { spend }: BuiltinContext): SetValue {
  const wide = itemsOf(cidrs);
  const narrow = itemsOf(others);
  spend(FUEL_PER_STEP * wide.length * narrow.length);
  const outer = wide.map(([item, name]) => [cidrIn(item), name] as const);
  if (outer.length === 0 || narrow.length === 0) return new SetValue([]);
  const networks = outer.map(([cidr, name]) => [cidrOf(textOf(cidr)), name] as const);
  const inner = narrow.map(([item, name]) => [addressOrNetwork(textOf(cidrIn(item))), name] as const);
  return new SetValue(
    networks.flatMap(([a, name]) => inner.filter(([b]) => contains(a, b)).map(([, other]): Value => [name, other])),
  );
}

function addressOrNetwork(text: string): Network {
  return parseIp(text) ?? cidrOf(text);
}

/** Networks, and IPv4 addresses, for which Go takes the mask of their historic class and keeps the host bits. */
function networkOf(item: Value): Network {
  if (typeof item !== "string") throw new BuiltinError("element must be string");
  const ip = parseIp(item);
  if (ip === undefined) return cidrOf(item);
  if (ip.bits !== IPV4_BITS) throw new BuiltinError("IPv6 invalid: needs prefix length");
  const first = ip.address >> 24n;
  return { ...ip, prefix: first < 0x80n ? 8 : first < 0xc0n ? 16 : 24 };
}

interface Range {
  readonly first: bigint;
  readonly last: bigint;
  /** What the range was before it took up others. */
  readonly network?: Network;
}

const MAPPED = 0xffffn << 32n;
const MAPPED_LAST = MAPPED | 0xffffffffn;

/** Few networks that cover the same addresses. */
function merged(networks: readonly Network[]): Network[] {
  const ranges = networks
    .map(rangeOf)
    .sort(
      (a, b) =>
        Number(a.last - b.last > 0n) - Number(a.last - b.last < 0n) ||
        Number(a.first - b.first > 0n) - Number(a.first - b.first < 0n),
    );
  const done: Range[] = [];
  for (const range of ranges.reverse()) {
    const above = done.at(-1);
    if (above === undefined || previous(above.first) > range.last) {
      done.push(range);
      continue;
    }
    done[done.length - 1] = { first: above.first < range.first ? above.first : range.first, last: above.last };
  }
  return done.flatMap((range) => (range.network === undefined ? networksOf(range) : [range.network]));
}

/** In 128 bits, where IPv4 has its place. */
function rangeOf(network: Network): Range {
  const base = network.bits === IPV4_BITS ? MAPPED : 0n;
  const address = network.address & maskOf(network.bits, network.prefix);
  return { first: base | address, last: base | lastOf(network), network };
}

function previous(address: bigint): bigint {
  return address === 0n || address === MAPPED ? address : address - 1n;
}

function networksOf({ first, last }: Range): Network[] {
  const isIpv4 = first >= MAPPED && first <= MAPPED_LAST;
  const [base, bits] = isIpv4 ? [MAPPED, IPV4_BITS] : [0n, IPV6_BITS];
  const networks: Network[] = [];
  for (let at = first - base; at <= last - base; ) {
    let host = 0;
    while (
      host < bits &&
      (at & ((1n << BigInt(host + 1)) - 1n)) === 0n &&
      at + (1n << BigInt(host + 1)) - 1n <= last - base
    )
      host++;
    networks.push({ bits, address: at, prefix: bits - host });
    at += 1n << BigInt(host);
  }
  return networks;
}
