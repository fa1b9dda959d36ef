import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { offerBytes } from "../support/bundles.ts";
import { authority, type Issued, issue } from "../support/certificates.ts";
import { counterpart } from "../support/counterpart.ts";
import { killTree } from "../support/kill.ts";
import { type PostgresServer, postgresServer } from "../support/postgres-server.ts";
import { childrenOf, commandOf } from "../support/processes.ts";
import { type TcpProxy, tcpProxy } from "../support/tcp-proxy.ts";
import { dataDir } from "../support/writ.ts";
import { type Callers, callersIn } from "./callers.ts";
import { type Client, clientOf } from "./client.ts";
import { type Bundle, badBundles, bundlesOf, type Offered, TENANTS, type Tenant } from "./policies.ts";

const REPLICAS = 2;
const WORKERS = 2;
/** Short, so that keys rotate more than once in a run. */
const KEY_OVERLAP_S = 5;

export interface Replica {
  readonly index: number;
  /** Undefined while it is down. */
  readonly running: RunningWrit | undefined;
  /** What its clock is ahead by, in seconds. */
  clock(aheadS: number): void;
  workers(): readonly number[];
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Two replicas for two tenants on one PostgreSQL behind a network, and all that can be done to them. */
export interface World {
  readonly postgres: PostgresServer;
  readonly network: TcpProxy;
  readonly replicas: readonly Replica[];
  readonly callers: Callers;
  readonly client: Client;
  readonly bundles: ReadonlyMap<Tenant, readonly Bundle[]>;
  readonly badBundles: readonly Offered[];
  /** A worker that is never killed or paused, so that its memory can be looked at for the whole run. */
  readonly survivor: number;
  /** Why clocks cannot be changed here. */
  readonly withoutClocks: string | undefined;
  offer(tenant: Tenant, archive: Uint8Array): void;
  /** What was offered last. */
  offered(tenant: Tenant): Uint8Array | undefined;
  /** New certificates for both ports, by the same authority, or a key of another one. @returns the certificate, DER */
  certify(fitting: boolean): Buffer;
}

export async function openWorld(): Promise<World> {
  const dir = dataDir();
  const postgres = await postgresServer(join(dir, "postgres"));
  const network = await tcpProxy({ port: postgres.port });
  const ca = authority("chaos.example");
  const client = clientOf(ca.pem);
  onTestFinished(() => client.close());
  const callers = callersIn(dir);
  const bundles = new Map<Tenant, readonly Bundle[]>();
  const offered = new Map<Tenant, Uint8Array>();
  const source = (tenant: Tenant) => join(dir, `bundle-${tenant}.tar.gz`);
  for (const tenant of TENANTS) {
    bundles.set(tenant, await bundlesOf(tenant));
    const first = bundles.get(tenant)?.[0]?.archive ?? Buffer.alloc(0);
    offered.set(tenant, first);
    offerBytes(source(tenant), first);
  }
  const certify = (fitting: boolean) => writeCertificate(dir, ca, fitting);
  certify(true);
  const clocks = await clockLibrary();
  const env = {
    DATABASE_URL: postgres.url.replace(/:\d+\//, `:${network.port}/`),
    WRIT_WORKERS: String(WORKERS),
    WRIT_PUBLIC_URL: "https://writ.example",
    WRIT_LOG_LEVEL: "warn",
    WRIT_GRANTS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WRIT_GRANTS_KEY_OVERLAP_S: String(KEY_OVERLAP_S),
    WRIT_TLS_CERT_FILE: join(dir, "tls.crt"),
    WRIT_TLS_KEY_FILE: join(dir, "tls.key"),
  };
  const config = writeConfig(dir, callers, source);
  const replicas = Array.from({ length: REPLICAS }, (_, index) => replicaOf(index, { dir, env, config, clocks }));
  for (const replica of replicas) await replica.start();
  return {
    postgres,
    network,
    replicas,
    callers,
    client,
    bundles,
    badBundles: await badBundles(bundles.get(TENANTS[0])?.[0]?.archive ?? Buffer.alloc(0)),
    survivor: replicas.at(-1)?.workers()[0] ?? 0,
    withoutClocks: clocks.missing,
    offer: (tenant, archive) => {
      offered.set(tenant, archive);
      offerBytes(source(tenant), archive);
    },
    offered: (tenant) => offered.get(tenant),
    certify,
  };
}

function writeConfig(dir: string, callers: Callers, source: (tenant: Tenant) => string): string {
  const settings = (tenant: Tenant) => ({
    callers_file: callers.file(tenant),
    bundle: { source: source(tenant), signatures: "ignored", poll_interval_s: 1 },
  });
  const [first, ...others] = TENANTS;
  const tenants = Object.fromEntries(others.map((tenant) => [tenant, settings(tenant)]));
  const file = join(dir, "writ.yaml");
  writeFileSync(file, JSON.stringify({ ...settings(first), tenant: first, tenants }));
  return file;
}

function writeCertificate(dir: string, ca: Issued, fitting: boolean): Buffer {
  const options = { name: "writ", dns: ["localhost"], extendedKeyUsage: null };
  const [certificate, other] = [issue(ca, options), issue(ca, options)];
  const put = (name: string, content: string) => {
    writeFileSync(join(dir, `${name}.new`), content, { mode: 0o600 });
    renameSync(join(dir, `${name}.new`), join(dir, name));
  };
  put("tls.key", (fitting ? certificate : other).keyPem);
  put("tls.crt", certificate.pem);
  return certificate.der;
}

type Clocks = { readonly library: string; readonly missing?: undefined } | { readonly missing: string };

/** libfaketime, which goes between a process and its clock. */
async function clockLibrary(): Promise<Clocks> {
  const found = await counterpart("faketime");
  if (found.missing !== undefined) return found;
  const root = join(`${found.program}.root`, "usr", "lib");
  const library = readdirSync(root)
    .map((folder) => join(root, folder, "faketime", "libfaketime.so.1"))
    .find((path) => existsSync(path));
  return library === undefined ? { missing: `no libfaketime below ${root}` } : { library };
}

interface Settings {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly config: string;
  readonly clocks: Clocks;
}

function replicaOf(index: number, { dir, env, config, clocks }: Settings): Replica {
  let running: RunningWrit | undefined;
  const clockFile = join(dir, `clock-${index}`);
  const clock = (aheadS: number) => {
    writeFileSync(`${clockFile}.new`, `${aheadS < 0 ? "" : "+"}${aheadS}`);
    renameSync(`${clockFile}.new`, clockFile);
  };
  clock(0);
  // Only the clock on the wall: what waits and measures goes by the other one, as when an operator sets the time.
  const faked: Readonly<Record<string, string>> =
    clocks.missing === undefined
      ? {
          LD_PRELOAD: clocks.library,
          FAKETIME_TIMESTAMP_FILE: clockFile,
          FAKETIME_CACHE_DURATION: "1",
          FAKETIME_DONT_FAKE_MONOTONIC: "1",
        }
      : {};
  const kill = async () => {
    const was = running;
    running = undefined;
    if (was !== undefined && was.process.exitCode === null && was.process.signalCode === null)
      await killTree(was.process, false);
  };
  onTestFinished(kill);
  const data = join(dir, `data-${index}`);
  mkdirSync(data, { recursive: true });
  return {
    index,
    get running() {
      return running;
    },
    clock,
    workers: () => childrenOf(running?.process.pid ?? 0).filter((pid) => commandOf(pid)?.includes("worker.js")),
    kill,
    start: async () => {
      running = await startWrit({
        dataDir: data,
        production: true,
        detached: true,
        args: ["--config", config],
        env: { ...env, ...faked },
      });
    },
  };
}
