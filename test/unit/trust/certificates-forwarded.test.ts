import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readCertificate } from "../../../src/identify/certificate.ts";
import { authority, issue, pemOf } from "../../support/certificates.ts";

const ca = authority("acme.example");
const leaf = issue(ca, { uris: ["spiffe://acme.example/agent"] });
const victim = issue(ca, { uris: ["spiffe://acme.example/victim"] });

const chain = pemOf(leaf.der, ca.der);
/** As Envoy escapes, and as nginx does. */
const escaped = (pem: string) => encodeURIComponent(pem);
const sha256 = (der: Buffer) => hash("sha256", der);
const quoted = (key: string, value: string) => `${key}="${escaped(value)}"`;

const BY = "By=spiffe://acme.example/gateway";
const HASH = `Hash=${sha256(leaf.der)}`;
const CERT = quoted("Cert", leaf.pem);
const CHAIN = quoted("Chain", chain);
const VICTIM = `Hash=${sha256(victim.der)};${quoted("Cert", victim.pem)}`;

const one = [leaf.der];
const both = [leaf.der, ca.der];

describe("a chain is read from", () => {
  test.each([
    ["PEM", leaf.pem, one],
    ["PEM without a line end at its end", leaf.pem.trimEnd(), one],
    ["PEM with CR LF", leaf.pem.replaceAll("\n", "\r\n"), one],
    ["PEM of several", chain, both],
    ["PEM with empty lines between", `${leaf.pem}\n\n${ca.pem}`, both],
    ["percent-encoded PEM", escaped(chain), both],
    ["percent-encoded PEM in lower case", escaped(chain).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()), both],
    ["Envoy's Cert", `${BY};${HASH};${CERT}`, one],
    ["Envoy's Chain", `${BY};${HASH};${CHAIN}`, both],
    ["Envoy's Cert and Chain", `${BY};${HASH};${CERT};${CHAIN}`, both],
    [
      "Envoy's everything",
      `${BY};${HASH};${CERT};${CHAIN};Subject="CN=\\"a\\",O=b;c";URI=spiffe://acme.example/agent;DNS=a.example;DNS=b.example`,
      both,
    ],
    ["keys in another case", `hash=${sha256(leaf.der).toUpperCase()};${CERT.replace("Cert", "CERT")}`, one],
    ["a value without quotes", `${HASH};Cert=${escaped(leaf.pem)}`, one],
    ["keys that are not known", `${HASH};${CERT};Issuer="CN=x"`, one],
  ])("%s", (_, text, expected) => {
    expect(readCertificate(text)).toEqual(expected.map((der) => new Uint8Array(der)));
  });
});

describe("there is no chain in", () => {
  test.each([
    ["nothing", ""],
    ["white space", " \n"],
    ["words", "a certificate"],
    ["a block of another kind", leaf.pem.replaceAll("CERTIFICATE", "PRIVATE KEY")],
    ["text before the block", `subject=x\n${leaf.pem}`],
    ["text between blocks", `${leaf.pem}x\n${ca.pem}`],
    ["text behind the block", `${leaf.pem}x`],
    ["a block that does not end", leaf.pem.slice(0, -30)],
    ["headers in the block", leaf.pem.replace("\n", "\nProc-Type: 4\n")],
    ["characters that base64 has not", leaf.pem.replace("\nMII", "\nM*I")],
    ["base64 that others would read otherwise", leaf.pem.replace(/\n-----END/, "A\n-----END")],
    ["an empty block", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"],
    ["escapes that are none", `${escaped(leaf.pem)}%zz`],
    ["escapes twice", escaped(escaped(leaf.pem))],
    ["an element without a certificate", `${BY};${HASH};URI=spiffe://acme.example/agent`],
    ["an element without a hash", `${BY};${CERT}`],
    ["an element with another one's hash", `Hash=${sha256(victim.der)};${CERT}`],
    ["a Cert that is not the first of Chain", `${HASH};${CHAIN};${quoted("Cert", victim.pem)}`],
    ["a quote that does not end", `${HASH};${CERT.slice(0, -1)}`],
    ["something behind a quote", `${HASH};${CERT}x`],
    ["an empty element", `${HASH};${CERT},`],
    ["an empty pair", `${HASH};${CERT};`],
  ])("%s", (_, text) => {
    expect(readCertificate(text)).toEqual({ fault: "token_invalid", message: expect.any(String) });
  });

  test.each([
    ["too many characters", leaf.pem.repeat(200)],
    ["too many certificates", leaf.pem.repeat(9)],
  ])("%s", (_, text) => {
    expect(readCertificate(text)).toMatchObject({ fault: "token_too_large" });
  });
});

// What whoever sent the request can put before (append_forward), or into a name of a certificate that Envoy copies unquoted.
describe("somebody else's certificate does not come in by", () => {
  test.each([
    ["an element before", `${VICTIM},${HASH};${CERT}`],
    ["an element behind, with a comma in a name", `${HASH};${CERT};URI=spiffe://x/y,${VICTIM}`],
    ["a second Cert, with a semicolon in a name", `${HASH};${CERT};URI=spiffe://x/y;${quoted("Cert", victim.pem)}`],
    ["a Cert beside no other", `${HASH};URI=spiffe://x/y;${quoted("Cert", victim.pem)}`],
    ["a Cert and a Hash beside no other Cert", `${HASH};URI=spiffe://x/y;${VICTIM}`],
    ["a Chain beside a Cert", `${HASH};${CERT};URI=spiffe://x/y;${quoted("Chain", victim.pem)}`],
    ["a quote in a name", `${HASH};Subject="\\";${VICTIM};x="`],
  ])("%s", (_, text) => {
    expect(readCertificate(text)).toMatchObject({ fault: "token_invalid" });
  });
});
