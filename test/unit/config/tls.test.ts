import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openTls } from "../../../src/compose/tls.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { authority } from "../../support/certificates.ts";

const CALLERS = JSON.stringify({ gateway: { roles: ["decide"], token_sha256: "0".repeat(64) } });
const FILES = { WRIT_TLS_CERT_FILE: "/etc/writ/tls.crt", WRIT_TLS_KEY_FILE: "/etc/writ/tls.key" };
const ANYWHERE = { WRIT_HTTP_LISTEN: "0.0.0.0:8181", WRIT_GRPC_LISTEN: "[::]:9191" };

const load = (env: Record<string, string>) => loadConfig({ env: { WRIT_MODE: "development", ...env } });

describe("tls", () => {
  test("is off by default, and the public URL is http", () => {
    expect(load({})).toMatchObject({ publicUrl: "http://127.0.0.1:8181" });
    expect(load({})).not.toHaveProperty("tls");
  });

  test("makes the public URL https", () => {
    expect(load({ ...FILES, WRIT_TLS_CLIENT_CERTIFICATES: "optional" })).toMatchObject({
      publicUrl: "https://127.0.0.1:8181",
      grants: { issuer: "https://127.0.0.1:8181" },
      tls: { certFile: "/etc/writ/tls.crt", keyFile: "/etc/writ/tls.key", clientCertificates: "optional" },
    });
  });

  test("with callers, lets other machines in", () => {
    expect(load({ ...FILES, ...ANYWHERE, WRIT_CALLERS: CALLERS })).toMatchObject({
      http: { listen: { host: "0.0.0.0", port: 8181 } },
      grpc: { listen: { host: "::", port: 9191 } },
    });
  });

  test.each([
    ["a certificate without its key", { WRIT_TLS_CERT_FILE: "/c" }, "tls.key_file: must be set beside tls.cert_file"],
    ["a key without its certificate", { WRIT_TLS_KEY_FILE: "/k" }, "tls.cert_file: must be set beside tls.key_file"],
    ["certificates of clients without TLS", { WRIT_TLS_CLIENT_CERTIFICATES: "required" }, "needs tls.cert_file"],
    [
      "another word for them",
      { ...FILES, WRIT_TLS_CLIENT_CERTIFICATES: "yes" },
      "must be one of none, optional, required",
    ],
    ["other machines without TLS", { ...ANYWHERE, WRIT_CALLERS: CALLERS }, "without TLS"],
    ["other machines without callers", { ...FILES, ...ANYWHERE }, "caller authentication"],
  ])("refuses %s", (_, env, message) => {
    expect(() => load(env)).toThrow(message);
  });
});

describe("the files of tls", () => {
  const [one, two] = [authority("one.example"), authority("two.example")];

  function open(cert: string, key: string) {
    const dir = mkdtempSync(join(tmpdir(), "writ-tls-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const [certFile, keyFile] = [join(dir, "tls.crt"), join(dir, "tls.key")];
    writeFileSync(certFile, cert);
    if (key !== "") writeFileSync(keyFile, key);
    return openTls({ certFile, keyFile, clientCertificates: "optional" });
  }

  test("are read", () => {
    expect(open(one.pem, one.keyPem)).toEqual({ cert: one.pem, key: one.keyPem, clientCertificates: "optional" });
  });

  test.each([
    ["a file that is not there", one.pem, "", /^the file of tls\.key_file \(.*\/tls\.key\) cannot be read \(ENOENT\)$/],
    ["another certificate's key", one.pem, two.keyPem, /^tls\.cert_file and tls\.key_file must be PEM/],
    ["a certificate that is none", "none", one.keyPem, /^tls\.cert_file and tls\.key_file must be PEM/],
    ["both in the other's place", one.keyPem, one.pem, /^tls\.cert_file and tls\.key_file must be PEM/],
  ])("are refused by their settings' names: %s", (_, cert, key, message) => {
    expect(() => open(cert, key)).toThrow(message);
  });
});
