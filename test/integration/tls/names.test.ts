import { once } from "node:events";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { expect, onTestFinished, test } from "vitest";
import type { Service } from "../../../src/pipeline/service.ts";
import { createHttpServer } from "../../../src/transports/http/server.ts";
import { authority, issue } from "../../support/certificates.ts";

// A kubelet, a load balancer and Prometheus ask by the address of a pod, and gateways by the name of a service: no setting knows them all.

const ca = authority("writ.example");
const own = issue(ca, { name: "writ", dns: ["localhost"], extendedKeyUsage: null });

async function statusOf(tls: boolean, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const service = { refused: () => {}, failed: () => {} } as unknown as Service;
  const server = await createHttpServer(service, {
    listen: { host: "127.0.0.1", port: 0 },
    publicUrl: `${tls ? "https" : "http"}://writ.example`,
    tls: tls ? { cert: own.pem, key: own.keyPem, clientCertificates: "none" } : undefined,
  });
  onTestFinished(() => server.close(1_000));
  const to = { host: "localhost", port: server.port, path: "/healthz", agent: false, headers };
  const sent = tls ? tlsRequest({ ...to, ca: ca.pem, servername: "localhost" }) : plainRequest(to);
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test.each<[string, boolean, Readonly<Record<string, string>>, number]>([
  ["a pod's address, with TLS", true, { host: "10.1.2.3:8181" }, 200],
  ["a service's name, with TLS", true, { host: "writ.agents.svc" }, 200],
  ["another site's page, with TLS", true, { host: "writ.example", origin: "https://evil.example" }, 403],
  ["the name of public_url", false, { host: "writ.example" }, 200],
  ["this machine", false, { host: "localhost:1" }, 200],
  // A page that lets its own name point here (DNS rebinding).
  ["another name, without TLS", false, { host: "evil.example" }, 403],
  ["a name that begins like this machine, without TLS", false, { host: "127.0.0.1.nip.io" }, 403],
])("asked as %s", async (_, tls, headers, status) => {
  expect(await statusOf(tls, headers)).toBe(status);
});
