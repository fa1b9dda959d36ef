import { type Builtins, stringArg } from "./builtin.ts";
import { Num, ObjectValue, type Value } from "./value.ts";

/** What google/uuid's Parse reads: plain, as URN, in any two characters as braces, and without dashes. */
const FORMS = [
  /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i,
  /^urn:uuid:([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i,
  /^.([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12}).$/is,
  /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i,
];

/** From 1582-10-15 to 1970-01-01, in steps of 100 ns. */
const GREGORIAN_EPOCH = (2_440_587n - 2_299_160n) * 86_400n * 10_000_000n;

const DOMAINS = ["Person", "Group", "Org"];

export const UUID: Builtins = {
  "uuid.parse": (args) => {
    const match = matchOf(stringArg(args, 0));
    return match === undefined ? undefined : describe(Buffer.from(match, "hex"));
  },
};

function matchOf(text: string): string | undefined {
  for (const form of FORMS) {
    const match = form.exec(text);
    if (match !== null) return match.slice(1).join("");
  }
  return undefined;
}

function describe(bytes: Buffer): ObjectValue {
  const version = bytes.readUInt8(6) >> 4;
  const fields: Record<string, Value> = { version: Num.of(version), variant: variantOf(bytes.readUInt8(8)) };
  if (version !== 1 && version !== 2) return ObjectValue.of(fields);
  const node = bytes.subarray(10);
  fields["time"] = Num.of(timeOf(bytes));
  fields["nodeid"] = [...node].map((byte) => byte.toString(16).padStart(2, "0")).join("-");
  fields["macvariables"] = macVariables(node.readUInt8(0));
  fields["clocksequence"] = Num.of(bytes.readUInt16BE(8) & 0x3fff);
  if (version === 2) {
    const domain = bytes.readUInt8(9);
    fields["id"] = Num.of(bytes.readUInt32BE(0));
    fields["domain"] = DOMAINS[domain] ?? `Domain${domain}`;
  }
  return ObjectValue.of(fields);
}

function variantOf(byte: number): string {
  if ((byte & 0xc0) === 0x80) return "RFC4122";
  if ((byte & 0xe0) === 0xc0) return "Microsoft";
  return (byte & 0xe0) === 0xe0 ? "Future" : "Reserved";
}

/** Nanoseconds since 1970. */
function timeOf(bytes: Buffer): bigint {
  const low = BigInt(bytes.readUInt32BE(0));
  const middle = BigInt(bytes.readUInt16BE(4)) << 32n;
  const high = BigInt(bytes.readUInt16BE(6) & 0xfff) << 48n;
  return BigInt.asIntN(64, (low + middle + high - GREGORIAN_EPOCH) * 100n);
}

function macVariables(byte: number): string {
  return `${(byte & 0b10) === 0 ? "global" : "local"}:${(byte & 0b01) === 0 ? "unicast" : "multicast"}`;
}
