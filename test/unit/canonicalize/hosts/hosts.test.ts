import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostDestination, hostFact, readUrl } from "../../../../src/canonicalize/analyzers/hosts/index.ts";

const at = "/arguments/url";

/** What a word says: scheme, host, port, registrable domain, classes in order of the alphabet. */
const FACTS: readonly (readonly [
  text: string,
  scheme: string,
  host: string,
  port: string,
  domain: string,
  classes: string,
])[] = [
  ["https://Docs.Acme.co.uk:443/a?b#c", "https", "docs.acme.co.uk", "", "acme.co.uk", ""],
  ["docs.acme.dev", "", "docs.acme.dev", "", "acme.dev", ""],
  ["docs.acme.dev:8443/x", "", "docs.acme.dev", "8443", "acme.dev", ""],
  ["docs.acme.dev.", "", "docs.acme.dev", "", "acme.dev", ""],
  ["git@github.com:acme/shop.git", "", "github.com", "", "github.com", ""],
  ["bob@build7:/srv/x", "", "build7", "", "", "single_label"],
  ["build7::module", "", "build7", "", "", "single_label"],
  ["acme.github.io", "", "acme.github.io", "", "acme.github.io", ""],
  ["//acme.dev/x", "", "acme.dev", "", "acme.dev", ""],
  ["\\\\files\\share", "smb", "files", "", "", "single_label"],
  ["ssh://git@acme.dev:2222/x", "ssh", "acme.dev", "2222", "acme.dev", ""],
  // Every spelling of an address.
  ["127.0.0.1", "", "127.0.0.1", "", "", "ip_literal loopback"],
  ["http://2130706433/", "http", "127.0.0.1", "", "", "ip_literal ip_obfuscated loopback"],
  ["0x7f000001", "", "127.0.0.1", "", "", "ip_literal ip_obfuscated loopback"],
  ["http://0177.0.0.1/", "http", "127.0.0.1", "", "", "ip_literal ip_obfuscated loopback"],
  ["127.1:80", "", "127.0.0.1", "80", "", "ip_literal ip_obfuscated loopback"],
  ["http://１２７.0.0.1/", "http", "127.0.0.1", "", "", "ip_literal ip_obfuscated loopback url_obfuscated"],
  ["http://%31%32%37.0.0.1/", "http", "127.0.0.1", "", "", "ip_literal ip_obfuscated loopback url_obfuscated"],
  ["::1", "", "[::1]", "", "", "ip_literal loopback"],
  ["[::1]:22", "", "[::1]", "22", "", "ip_literal loopback"],
  ["http://[0:0:0:0:0:0:0:1]/", "http", "[::1]", "", "", "ip_literal loopback"],
  ["fe80::1%eth0", "", "[fe80::1]", "", "", "ip_literal link_local"],
  ["[fe80::1%25eth0]:80", "", "[fe80::1]", "80", "", "ip_literal link_local"],
  ["http://[::ffff:a00:1]/", "http", "10.0.0.1", "", "", "ip_literal ip_obfuscated private v4_mapped"],
  ["64:ff9b::a9fe:a9fe", "", "[64:ff9b::a9fe:a9fe]", "", "", "ip_literal link_local metadata nat64"],
  ["2002:c0a8:101::1", "", "[2002:c0a8:101::1]", "", "", "6to4 ip_literal private"],
  ["2001:0:0:0:0:0:f5ff:fffe", "", "[2001::f5ff:fffe]", "", "", "ip_literal private teredo"],
  // Ranges.
  ["10.1.2.3", "", "10.1.2.3", "", "", "ip_literal private"],
  ["172.31.255.255", "", "172.31.255.255", "", "", "ip_literal private"],
  ["172.32.0.1", "", "172.32.0.1", "", "", "ip_literal"],
  ["192.168.0.1", "", "192.168.0.1", "", "", "ip_literal private"],
  ["169.254.169.254", "", "169.254.169.254", "", "", "ip_literal link_local metadata"],
  ["http://[fd00:ec2::254]/latest", "http", "[fd00:ec2::254]", "", "", "ip_literal metadata private"],
  ["100.100.100.200", "", "100.100.100.200", "", "", "cgnat ip_literal metadata"],
  ["168.63.129.16", "", "168.63.129.16", "", "", "ip_literal metadata"],
  ["0", "", "0.0.0.0", "", "", "ip_literal ip_obfuscated unspecified"],
  ["224.0.0.251", "", "224.0.0.251", "", "", "ip_literal multicast"],
  ["255.255.255.255", "", "255.255.255.255", "", "", "ip_literal reserved"],
  ["203.0.113.9", "", "203.0.113.9", "", "", "documentation ip_literal"],
  ["2606:4700::1111", "", "[2606:4700::1111]", "", "", "ip_literal"],
  ["4000::1", "", "[4000::1]", "", "", "ip_literal reserved"],
  // Names.
  ["localhost:3000", "", "localhost", "3000", "", "loopback single_label"],
  ["app.localhost", "", "app.localhost", "", "app.localhost", "loopback"],
  [
    "http://metadata.google.internal/",
    "http",
    "metadata.google.internal",
    "",
    "google.internal",
    "internal_name metadata",
  ],
  ["db.prod.svc.cluster.local", "", "db.prod.svc.cluster.local", "", "cluster.local", "internal_name"],
  ["https://pastebin.com/raw/x", "https", "pastebin.com", "", "pastebin.com", "paste_site"],
  ["x.ngrok-free.app", "", "x.ngrok-free.app", "", "x.ngrok-free.app", "tunnel_service"],
  ["evil.duckdns.org", "", "evil.duckdns.org", "", "evil.duckdns.org", "dynamic_dns"],
  ["https://bit.ly/x", "https", "bit.ly", "", "bit.ly", "url_shortener"],
  ["x.oast.fun", "", "x.oast.fun", "", "oast.fun", "webhook_catcher"],
  ["https://discord.com/channels/1", "https", "discord.com", "", "discord.com", ""],
  ["https://discord.com/api/webhooks/1/x", "https", "discord.com", "", "discord.com", "chat_webhook"],
  ["10-0-0-1.nip.io", "", "10-0-0-1.nip.io", "", "nip.io", "dns_rebinding private"],
  ["expyuzz4wqqyqhjn.onion", "", "expyuzz4wqqyqhjn.onion", "", "expyuzz4wqqyqhjn.onion", "onion"],
  // Other scripts.
  ["https://bücher.de", "https", "xn--bcher-kva.de", "", "xn--bcher-kva.de", "punycode"],
  ["https://аррӏе.com", "https", "xn--80ak6aa92e.com", "", "xn--80ak6aa92e.com", "homoglyph punycode"],
  ["https://gооgle.com", "https", "xn--ggle-55da.com", "", "xn--ggle-55da.com", "homoglyph mixed_script punycode"],
  ["https://пример.рф", "https", "xn--e1afmkfd.xn--p1ai", "", "xn--e1afmkfd.xn--p1ai", "punycode"],
  ["https://日本語ab.jp", "https", "xn--ab-5t7du0ck91h.jp", "", "xn--ab-5t7du0ck91h.jp", "punycode"],
  ["ｇoogle.com", "", "google.com", "", "google.com", "url_obfuscated"],
  // Tricks.
  ["http://google.com@evil.dev/", "http", "evil.dev", "", "evil.dev", "userinfo"],
  ["https://u:p@acme.dev/", "https", "acme.dev", "", "acme.dev", "credentials_in_url userinfo"],
  ["http:/\\evil.dev", "http", "evil.dev", "", "evil.dev", "url_obfuscated"],
  ["http://ev\til.dev", "http", "evil.dev", "", "evil.dev", "url_obfuscated"],
  ["https://acme.dev/login?next=//evil.dev", "https", "acme.dev", "", "acme.dev", "open_redirect"],
  [
    "https://acme.dev/p?url=http%3A%2F%2F169.254.169.254%2F",
    "https",
    "acme.dev",
    "",
    "acme.dev",
    "nested_internal open_redirect",
  ],
  ["https://proxy.dev/http://10.0.0.1/", "https", "proxy.dev", "", "proxy.dev", "nested_internal"],
  ["https://acme.dev/p?image=http://localhost/", "https", "acme.dev", "", "acme.dev", "nested_internal"],
  ["https://web.archive.org/web/2020/https://acme.dev/", "https", "web.archive.org", "", "archive.org", ""],
  ["https://acme.dev/login?next=/home", "https", "acme.dev", "", "acme.dev", ""],
  ["gopher://127.0.0.1:6379/_x", "gopher", "127.0.0.1", "6379", "", "ip_literal loopback non_http_scheme"],
  ["file:///etc/passwd", "file", "", "", "", "non_http_scheme"],
  ["data:text/html,x", "data", "", "", "", "non_http_scheme"],
  ["javascript:alert(1)", "javascript", "", "", "", "non_http_scheme"],
  ["view-source:http://10.0.0.1/", "view-source", "10.0.0.1", "", "", "nested_internal non_http_scheme"],
  ["http://1.2.3.4.5/", "http", "1.2.3.4.5", "", "", "invalid"],
  ["no host", "", "no host", "", "", "invalid"],
  // What nobody knows yet.
  ["", "", "", "", "", ""],
  ["$HOST", "", "", "", "", ""],
  ["https://*.evil.co.uk/x", "https", "", "", "evil.co.uk", ""],
  ["$SUB.pastebin.com:8080", "", "", "8080", "pastebin.com", "paste_site"],
  ["https://acme.dev/$PATH", "https", "acme.dev", "", "acme.dev", ""],
  [":8080", "", "", "8080", "", ""],
];

const DESTINATIONS: readonly (readonly [text: string, kind: string, value: string, domain: string | undefined])[] = [
  ["HTTPS://Acme.dev:443/%7Ea/%2f?q=1", "url", "https://acme.dev/~a/%2F?q=1", "acme.dev"],
  ["https://acme.dev./", "url", "https://acme.dev/", "acme.dev"],
  ["http://[::ffff:127.0.0.1]:8080/", "url", "http://127.0.0.1:8080/", "127.0.0.1"],
  ["bob@Acme.dev:/x", "host", "acme.dev", "acme.dev"],
  ["acme.dev:22", "host", "acme.dev:22", "acme.dev"],
  ["data:,x", "url", "data:,x", undefined],
  ["$HOST:22", "host", "$HOST:22", undefined],
];

describe("what a word that names a host says", () => {
  test.each(FACTS)("%s", (text, scheme, host, port, domain, classes) => {
    const fact = hostFact(text, "fetch", at);
    expect({ ...fact, classes: [...fact.classes].sort().join(" ") }).toEqual({
      at, access: "fetch", scheme, host, port, classes,
      ...(domain === "" ? {} : { registrable: domain }),
    }); // biome-ignore format: short
  });

  test.each(DESTINATIONS)("destination of %s", (text, kind, value, domain) => {
    expect(hostDestination(text)).toEqual({
      kind,
      value,
      origin: "unseen",
      ...(domain === undefined ? {} : { domain }),
    });
  });

  test("who listens may name the port alone", () => {
    expect(hostFact("4444", "listen", at)).toMatchObject({ host: "", port: "4444" });
    expect(hostFact("4444", "connect", at)).toMatchObject({ host: "0.0.17.92", port: "" });
  });

  test("one address has one form in all of its spellings", () => {
    const spellings = [
      ([a, b, c, d]: readonly number[]) => `${a}.${b}.${c}.${d}`,
      (bytes: readonly number[]) => bytes.map((byte) => `0x${byte.toString(16)}`).join("."),
      (bytes: readonly number[]) => bytes.map((byte) => `0${byte.toString(8)}`).join("."),
      (bytes: readonly number[]) => String(number(bytes)),
      (bytes: readonly number[]) => `0x${number(bytes).toString(16)}`,
      ([a, b, c = 0, d = 0]: readonly number[]) => `${a}.${b}.${c * 256 + d}`,
      ([a, b, c, d]: readonly number[]) => `[::ffff:${a}.${b}.${c}.${d}]`,
    ];
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.constantFrom(...spellings), (bytes, spell) => {
        const plain = bytes.join(".");
        expect(hostFact(`http://${spell(bytes)}/`, "fetch", at).host).toBe(plain);
        expect(hostFact(spell(bytes), "fetch", at).host).toBe(plain);
        expect(hostDestination(spell(bytes))).toEqual(hostDestination(plain));
      }),
    );
  });

  test("other hosts have other forms", () => {
    const host = fc.stringMatching(/^[a-z0-9]{1,6}(\.[a-z0-9]{1,6}){0,2}\.(com|dev)$/);
    fc.assert(
      fc.property(host, host, (a, b) => {
        fc.pre(a !== b);
        expect(hostDestination(`https://${a}/`)).not.toEqual(hostDestination(`https://${b}/`));
        expect(hostDestination(a)).not.toEqual(hostDestination(b));
      }),
    );
  });

  test("any text is read", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab1.0:/\\@[]%?#=-$*x {}\t é．аhttps"), maxLength: 60 });
    fc.assert(
      fc.property(text, (written) => {
        const fact = hostFact(written, "connect", at);
        const destination = hostDestination(written);
        expect(fact.host === "" || destination.value !== "").toBe(true);
        expect(hostDestination(destination.value).value).toBe(destination.value);
        readUrl(written);
      }),
      { numRuns: 5000 },
    );
  });
});

const byte = fc.nat(255);

function number(bytes: readonly number[]): number {
  return bytes.reduce((sum, value) => sum * 256 + value, 0);
}
