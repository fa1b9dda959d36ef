// 127.0.0.0/8 (RFC 1122 section 3.2.1.3), also as an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), and ::1.
// What only looks like one, as 127.999.0.1 and 127.0.0.01 do, is a name, which a resolver may take anywhere.
const LOOPBACK = /^(?:(?:::ffff:)?127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|::1)$/i;

/** Whether an IP address, written as sockets write it, is this machine's own. Names are not: they may resolve to anything. */
export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK.test(address);
}

/**
 * Whether the host of a URL or a Host field is this machine: the name localhost, which RFC 6761 section 6.3 gives to it, or a loopback
 * address, of IPv6 in brackets.
 */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host.replace(/^\[(.*)\]$/, "$1"));
}

/** An https URL to which secrets and private words may go, whatever its query; http to this machine only. */
export function privateUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || `${url.username}${url.password}${url.hash}` !== "") return undefined;
  // RFC 6761 section 6.3 gives the name localhost to this machine.
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname))) return url.href;
  return undefined;
}
