import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openKeySource } from "../../../src/adapters/trust/sources/open.ts";
import { authority, issue, SERVER_AUTH } from "../../support/certificates.ts";
import { newKey, trustOf } from "../../support/tokens.ts";

const ca = authority("acme.example", { name: "Acme" });

/** A server for the name, whose certificate the authority made, that hands out one key. */
async function serveKeys(name: string): Promise<number> {
  const { jwk } = await newKey("ES256", "k");
  const certificate = issue(ca, { name, dns: [name], extendedKeyUsage: [SERVER_AUTH] });
  const options = { cert: certificate.pem, key: certificate.keyPem };
  const server = createServer(options, (_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function fileOf(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-ca-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, "ca.pem");
  writeFileSync(path, text);
  return path;
}

async function look(port: number, caFile?: string): Promise<{ keys: number; problem: string | undefined }> {
  let problem: string | undefined;
  const url = `https://localhost:${port}/jwks`;
  const trust = trustOf({ keys: { kind: "jwks_url", url, ...(caFile === undefined ? {} : { caFile }) } });
  const source = openKeySource(trust, { now: Date.now, told: (event) => (problem = event.problem || undefined) });
  onTestFinished(() => source.close());
  await source.miss();
  return { keys: source.current(Date.now())?.keys.length ?? 0, problem };
}

test("an authority of one's own is believed where ca_file names it", async () => {
  expect(await look(await serveKeys("localhost"), fileOf(ca.pem))).toEqual({ keys: 1, problem: undefined });
});

test("and nowhere else", async () => {
  const port = await serveKeys("localhost");
  expect(await look(port)).toMatchObject({
    keys: 0,
    problem: expect.stringContaining("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
  });
  const other = authority("other.example", { name: "Other" });
  expect(await look(port, fileOf(other.pem))).toMatchObject({
    keys: 0,
    problem: expect.stringContaining("cannot be asked"),
  });
});

test("a certificate of another name is refused", async () => {
  const found = await look(await serveKeys("idp.example"), fileOf(ca.pem));
  expect(found).toMatchObject({ keys: 0, problem: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID") });
});

test("without its ca_file nothing is asked", async () => {
  const found = await look(await serveKeys("localhost"), "/nowhere/ca.pem");
  expect(found).toMatchObject({ keys: 0, problem: expect.stringContaining("ENOENT") });
});
