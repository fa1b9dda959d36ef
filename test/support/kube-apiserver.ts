import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubernetesObject } from "./deploy.ts";
import { eventually } from "./eventually.ts";
import { startProcess } from "./gateways/process.ts";
import { freePort } from "./ports.ts";

export interface ApiServer {
  /** Really makes it. */
  create(object: object): Promise<void>;
  /**
   * Has the server judge an object as if it were to be made: every field known, every value allowed, every admission passed.
   * @returns what it warns of
   * @throws what it refuses
   */
  dryRun(object: KubernetesObject, namespace: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly warnings: readonly string[];
  readonly body: {
    readonly message?: string;
    readonly resources?: readonly { name: string; kind: string; namespaced: boolean }[];
  };
}

/** A real kube-apiserver over a real etcd: no nodes, no controllers. */
export async function startApiServer(etcd: string, apiServer: string): Promise<ApiServer> {
  const dir = mkdtempSync(join(tmpdir(), "writ-kube-"));
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const store = await freePort(1);
    const url = `http://127.0.0.1:${store}`;
    const peers = `http://127.0.0.1:${store + 1}`;
    const own = ["--name", "one", "--data-dir", join(dir, "etcd"), "--initial-cluster", `one=${peers}`];
    const listen = ["--listen-client-urls", url, "--advertise-client-urls", url, "--listen-peer-urls", peers];
    const etcdProcess = await startProcess(etcd, [...own, ...listen, "--initial-advertise-peer-urls", peers], store);
    stops.push(() => etcdProcess.stop());
    const port = await freePort();
    const token = randomBytes(16).toString("hex");
    const server = await startProcess(apiServer, argumentsOf(dir, url, port, token), port);
    stops.push(() => server.stop());
    const ask = asking(port, token);
    await eventually(async () => ((await ask("GET", "/readyz")).status === 200 ? true : undefined), "the API server");
    return { create: creating(ask), dryRun: judging(ask), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function argumentsOf(dir: string, etcd: string, port: number, token: string): readonly string[] {
  mkdirSync(join(dir, "certificates"));
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(join(dir, "sa.key"), privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  writeFileSync(join(dir, "sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(join(dir, "tokens.csv"), `${token},admin,1,system:masters\n`, { mode: 0o600 });
  return [
    `--etcd-servers=${etcd}`,
    `--secure-port=${port}`,
    "--bind-address=127.0.0.1",
    `--cert-dir=${join(dir, "certificates")}`,
    `--token-auth-file=${join(dir, "tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${join(dir, "sa.pub")}`,
    `--service-account-signing-key-file=${join(dir, "sa.key")}`,
    "--endpoint-reconciler-type=none",
    // Nobody makes the service accounts of namespaces here.
    "--disable-admission-plugins=ServiceAccount",
  ];
}

type Ask = (method: string, path: string, body?: object) => Promise<Reply>;

function asking(port: number, token: string): Ask {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      // Its certificate is one that it made for itself a moment ago.
      const options = { host: "127.0.0.1", port, path, method, headers, rejectUnauthorized: false };
      const asked = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          const warnings = [response.headers["warning"] ?? []].flat().map(String);
          const json = response.headers["content-type"]?.includes("json") === true;
          resolve({ status: response.statusCode ?? 0, warnings, body: json ? JSON.parse(text) : {} });
        });
      });
      asked.on("error", reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function pathOf(ask: Ask, { apiVersion, kind }: KubernetesObject, namespace: string): Promise<string> {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { body } = await ask("GET", base);
  const found = body.resources?.find((resource) => resource.kind === kind && !resource.name.includes("/"));
  if (found === undefined) throw new Error(`the API server knows no ${apiVersion} ${kind}`);
  return found.namespaced ? `${base}/namespaces/${namespace}/${found.name}` : `${base}/${found.name}`;
}

function creating(ask: Ask): ApiServer["create"] {
  return async (object) => {
    const { status, body } = await ask("POST", await pathOf(ask, object as KubernetesObject, ""), object);
    if (status !== 201) throw new Error(`${status}: ${body.message}`);
  };
}

function judging(ask: Ask): ApiServer["dryRun"] {
  return async (object, namespace) => {
    const path = await pathOf(ask, object, namespace);
    const { status, body, warnings } = await ask("POST", `${path}?dryRun=All&fieldValidation=Strict`, object);
    if (status !== 201) throw new Error(`${object.kind} ${object.metadata.name}: ${status}: ${body.message}`);
    return warnings;
  };
}
