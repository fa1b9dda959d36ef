import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../src/domain/json.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./ports.ts";

/** What OpenBao answered; `body` is {} where there is none. */
export interface BaoAnswer {
  readonly status: number;
  readonly body: JsonObject & { readonly data?: JsonObject; readonly auth?: JsonObject; readonly errors?: string[] };
}

export interface OpenBao {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly rootToken: string;
  /** Asks its HTTP API, as root unless another token is given. `path` is below /v1/. */
  ask(method: string, path: string, body?: JsonObject, token?: string): Promise<BaoAnswer>;
  /** The same, as root. @throws unless it was done */
  must(method: string, path: string, body?: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

/** A server in development mode: in memory, unsealed, on loopback, without TLS. */
export async function startOpenbao(program: string): Promise<OpenBao> {
  const home = mkdtempSync(join(tmpdir(), "writ-openbao-"));
  // It listens on the next port too, for a cluster that there is not.
  const address = `127.0.0.1:${await freePort(1)}`;
  const url = `http://${address}`;
  const rootToken = randomBytes(16).toString("hex");
  const child = spawn(
    program,
    ["server", "-dev", "-dev-no-store-token", `-dev-listen-address=${address}`, `-dev-root-token-id=${rootToken}`],
    { stdio: "ignore", env: { HOME: home, PATH: process.env["PATH"] } },
  );
  const ask: OpenBao["ask"] = async (method, path, body, token = rootToken) => {
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { "X-Vault-Token": token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as BaoAnswer["body"] };
  };
  const must: OpenBao["must"] = async (method, path, body) => {
    const answer = await ask(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.errors?.join("; ")}`);
    return answer.body.data ?? {};
  };
  await eventually(async () => ((await fetch(`${url}/v1/sys/health`)).ok ? true : undefined), "OpenBao");
  // Development mode mounts its key-value engine a moment after it says that it is well.
  await eventually(() => must("GET", "secret/config"), "OpenBao's key-value engine");
  return {
    url,
    rootToken,
    ask,
    must,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Trusts an OpenID provider under `auth/<mount>/`. */
export async function trustIssuer(bao: OpenBao, mount: string, issuer: string): Promise<void> {
  await bao.must("POST", `sys/auth/${mount}`, { type: "jwt" });
  await bao.must("POST", `auth/${mount}/config`, { oidc_discovery_url: issuer });
}
