/**
 * Classes of addresses by CIDR: IANA's special-purpose registries (RFC 6890 and its updates) and the places where clouds
 * answer questions about the machine that asks. An address has the class of every range that holds it.
 */
export const RANGES: readonly (readonly [name: string, cidrs: readonly string[]])[] = [
  // This very machine; 0.0.0.0 and :: reach it as well.
  ["loopback", ["127.0.0.0/8", "::1/128"]],
  ["unspecified", ["0.0.0.0/8", "::/128"]],
  // Networks behind the machine that nobody outside reaches (RFC 1918, RFC 4193; fec0::/10 was their first form).
  ["private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"]],
  ["link_local", ["169.254.0.0/16", "fe80::/10"]],
  // Credentials of the machine: AWS, GCP, Azure, ECS, EKS, Alibaba, Oracle, Tencent, Scaleway; Azure's wire server.
  [
    "metadata",
    ["169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32", "100.100.100.200/32", "192.0.0.192/32", "169.254.0.23/32",
      "169.254.42.42/32", "168.63.129.16/32", "fd00:ec2::254/128", "fd00:ec2::23/128", "fd20:ce::254/128", "fd00:42::42/128"],
  ],
  ["cgnat", ["100.64.0.0/10"]],
  ["multicast", ["224.0.0.0/4", "ff00::/8"]],
  ["documentation", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]],
  // Protocol assignments, benchmarks, future use, broadcast, discard, ORCHID, segment routing.
  [
    "reserved",
    ["192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64", "100:0:0:1::/64", "2001:2::/48", "2001:10::/28",
      "2001:20::/28", "5f00::/16"],
  ],
]; // biome-ignore format: lists, read at a glance

/** IPv6 ranges that carry an IPv4 address, and the bit at which it begins; `inverted` where its bits are turned over. */
export const CARRIERS: readonly {
  readonly name: string;
  readonly cidr: string;
  readonly bit: number;
  readonly inverted?: true;
}[] = [
  // RFC 4291 section 2.5.5.2, and section 2.5.5.1 of old.
  { name: "v4_mapped", cidr: "::ffff:0:0/96", bit: 96 },
  { name: "v4_compatible", cidr: "::/96", bit: 96 },
  // RFC 2765: what SIIT translates.
  { name: "v4_translated", cidr: "::ffff:0:0:0/96", bit: 96 },
  // RFC 6052 and RFC 8215.
  { name: "nat64", cidr: "64:ff9b::/96", bit: 96 },
  { name: "nat64", cidr: "64:ff9b:1::/48", bit: 96 },
  // RFC 3056.
  { name: "6to4", cidr: "2002::/16", bit: 16 },
  // RFC 4380 section 4: the client's own address.
  { name: "teredo", cidr: "2001::/32", bit: 96, inverted: true },
];
