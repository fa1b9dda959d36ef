import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { Client, type ClientDuplexStream, credentials, Metadata } from "@grpc/grpc-js";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { followTlsFiles } from "../../../src/compose/tls.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { createGrpcServer } from "../../../src/transports/grpc/server.ts";
import { createHttpServer } from "../../../src/transports/http/server.ts";
import { authority, type Issued, issue, SERVER_AUTH } from "../../support/certificates.ts";

// Certificates that change in their files while a gRPC stream and an HTTP connection stand. The service here admits nobody: what it answers is
// that it answered.

const dir = mkdtempSync(join(tmpdir(), "writ-tls-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const ca = authority("web.example");
const certificate = (options: object = {}) =>
  issue(ca, { name: "writ", dns: ["localhost"], extendedKeyUsage: [SERVER_AUTH], ...options });
const SOON = { timeout: 20_000, interval: 20 };
const HOUR_MS = 3_600_000;
const files = { certFile: join(dir, "tls.crt"), keyFile: join(dir, "tls.key") };
const write = ({ pem }: Pick<Issued, "pem">, { keyPem }: Pick<Issued, "keyPem">) => {
  writeFileSync(files.certFile, pem);
  writeFileSync(files.keyFile, keyPem, { mode: 0o600 });
};

async function started() {
  const service = {
    admit: async () => {
      throw new WritError("permission_denied", "nobody is admitted");
    },
    refused: () => {},
    failed: () => {},
  } as unknown as Service;
  const log = vi.fn<(event: string, fields: Readonly<Record<string, string>>) => void>();
  const tls = followTlsFiles({ ...files, clientCertificates: "optional" }, log, 10);
  const listen = { host: "127.0.0.1", port: 0 };
  const http = await createHttpServer(service, { listen, publicUrl: "https://localhost", tls });
  const grpc = await createGrpcServer(service, { listen, tls });
  onTestFinished(async () => {
    tls.close();
    await Promise.all([http.close(100), grpc.close(100)]);
  });
  return { http: http.port, grpc: grpc.port, tls, events: () => log.mock.calls.map(([event]) => event) };
}

/** The certificate that a new connection is shown, its protocol and cipher. */
async function shown(port: number, options: object = {}) {
  const socket = connect({
    host: "127.0.0.1",
    servername: "localhost",
    port,
    ca: ca.pem,
    ALPNProtocols: ["h2", "http/1.1"],
    ...options,
  });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, "secureConnect");
  socket.on("error", () => {});
  const raw = socket.getPeerCertificate().raw.toString("base64");
  const found = { raw, protocol: socket.getProtocol(), cipher: socket.getCipher().name };
  socket.destroy();
  return found;
}

const rawOf = ({ der }: Issued) => der.toString("base64");

/** A stream of questions, each of which is answered on it. */
function openStream(port: number): { readonly stream: ClientDuplexStream<Buffer, Buffer>; ended: () => boolean } {
  const client = new Client(`localhost:${port}`, credentials.createSsl(Buffer.from(ca.pem)));
  onTestFinished(() => client.close());
  const same = (bytes: Buffer) => bytes;
  const path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
  const stream = client.makeBidiStreamRequest(path, same, same, new Metadata());
  let over = false;
  stream.on("error", () => {
    over = true;
  });
  stream.on("end", () => {
    over = true;
  });
  return { stream, ended: () => over };
}

test("new connections see the new certificate, and nothing that stands is dropped", async () => {
  const [first, second] = [certificate(), certificate({ notAfterMs: Date.now() + 3 * HOUR_MS })];
  write(first, first);
  const { http, grpc, tls, events } = await started();
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: ca.pem });
  onTestFinished(() => agent.destroy());
  const sockets = new Set<unknown>();
  const get = async () => {
    const sent = request({ host: "localhost", port: http, path: "/healthz", agent });
    sent.on("socket", (socket) => sockets.add(socket)).end();
    const [response] = await once(sent, "response");
    await once(response.resume(), "end");
    return response.statusCode;
  };
  const { stream, ended } = openStream(grpc);
  const ask = async () => {
    stream.write(Buffer.from([0x3a, 0x00]));
    const [answer] = await once(stream, "data");
    return answer.toString("latin1");
  };
  expect(await get()).toBe(200);
  expect(await ask()).toContain("writ.v1.DecisionService");
  expect((await shown(http)).raw).toBe(rawOf(first));
  write(second, second);
  for (const port of [http, grpc])
    await vi.waitFor(async () => expect((await shown(port)).raw).toBe(rawOf(second)), SOON);
  expect(await get()).toBe(200);
  expect(await ask()).toContain("writ.v1.DecisionService");
  expect(sockets.size).toBe(1);
  expect(ended()).toBe(false);
  expect(tls.good()).toBe(true);
  expect(events()).toContain("tls_certificate_changed");
});

test.each<[string, () => void]>([
  ["a key of another certificate", () => write(certificate(), certificate())],
  ["half a file", () => writeFileSync(files.certFile, certificate().pem.slice(0, 100))],
  ["no file", () => rmSync(files.keyFile)],
  ["nothing", () => writeFileSync(files.certFile, "")],
])("%s leaves the old pair in use", async (_, spoil) => {
  const [first, third] = [certificate(), certificate()];
  write(first, first);
  const { http, grpc, tls, events } = await started();
  spoil();
  await vi.waitFor(() => expect(tls.good()).toBe(false), SOON);
  for (const port of [http, grpc]) expect((await shown(port)).raw).toBe(rawOf(first));
  expect(events()).toContain("tls_files_refused");
  write(third, third);
  for (const port of [http, grpc])
    await vi.waitFor(async () => expect((await shown(port)).raw).toBe(rawOf(third)), SOON);
  await vi.waitFor(() => expect(tls.good()).toBe(true), SOON);
});

test("after a change too, there is no TLS older than 1.2 and no weak cipher", async () => {
  const [first, second] = [certificate(), certificate()];
  write(first, first);
  const { http, grpc } = await started();
  write(second, second);
  for (const port of [http, grpc]) {
    await vi.waitFor(async () => expect((await shown(port)).raw).toBe(rawOf(second)), SOON);
    expect((await shown(port)).protocol).toBe("TLSv1.3");
    const oldest = { minVersion: "TLSv1.2", maxVersion: "TLSv1.2" };
    const { protocol, cipher } = await shown(port, oldest);
    expect([protocol, cipher]).toEqual(["TLSv1.2", expect.stringMatching(/^ECDHE-.*(?:GCM|CHACHA20)/)]);
    for (const refused of [
      { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
      { ...oldest, ciphers: "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0" },
      { ...oldest, ciphers: "NULL:aNULL:@SECLEVEL=0" },
    ]) {
      await expect(shown(port, refused)).rejects.toThrow();
    }
  }
});
