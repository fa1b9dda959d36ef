import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { eventually } from "./eventually.ts";
import { freePort } from "./ports.ts";

/** What a token is exchanged for. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

export interface Minio {
  /** `http://127.0.0.1:port` of its S3 and its STS */
  readonly url: string;
  /** AssumeRoleWithWebIdentity. @returns the session, or the error's code and message */
  assume(role: string, token: string, durationS?: number): Promise<Session | { readonly error: string }>;
  /** By OpenID provider, in the order that they were given in. */
  readonly roles: readonly string[];
  stop(): Promise<void>;
}

/** An OpenID provider that is trusted, for tokens of one audience, which may then read and write all buckets. */
export interface Trusted {
  readonly issuer: string;
  readonly audience: string;
}

/** A server with its data in a folder that is gone afterwards. */
export async function startMinio(program: string, trusted: readonly Trusted[]): Promise<Minio> {
  const dir = mkdtempSync(join(tmpdir(), "writ-minio-"));
  const port = await freePort(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    program,
    ["server", join(dir, "data"), "--address", `127.0.0.1:${port}`, "--console-address", `127.0.0.1:${port + 1}`],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        HOME: dir,
        PATH: process.env["PATH"],
        MINIO_ROOT_USER: "writ-tests",
        MINIO_ROOT_PASSWORD: randomBytes(16).toString("hex"),
        MINIO_BROWSER: "off",
        MINIO_UPDATE: "off",
        ...providers(trusted),
      },
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      output += `${line}\n`;
    });
  }
  const roles = await eventually(async () => {
    const found = output.match(/arn:minio:iam:::role\/[\w-]+/g) ?? [];
    return found.length >= trusted.length ? found : undefined;
  }, "MinIO's roles");
  await eventually(async () => ((await fetch(`${url}/minio/health/ready`)).ok ? true : undefined), "MinIO");
  return {
    url,
    roles,
    assume: (role, token, durationS) => assume(url, role, token, durationS),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The first has no suffix; MinIO lists their roles in this order. */
function providers(trusted: readonly Trusted[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    trusted.flatMap(({ issuer, audience }, index) => {
      const suffix = index === 0 ? "" : `_P${index}`;
      return [
        [`MINIO_IDENTITY_OPENID_CONFIG_URL${suffix}`, `${issuer}/.well-known/openid-configuration`],
        [`MINIO_IDENTITY_OPENID_CLIENT_ID${suffix}`, audience],
        [`MINIO_IDENTITY_OPENID_ROLE_POLICY${suffix}`, "readwrite"],
      ];
    }),
  );
}

async function assume(url: string, role: string, token: string, durationS?: number): ReturnType<Minio["assume"]> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: role,
      RoleSessionName: "writ",
      WebIdentityToken: token,
      ...(durationS === undefined ? {} : { DurationSeconds: String(durationS) }),
    }),
  });
  const xml = await response.text();
  const text = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
  if (!response.ok) return { error: `${text("Code")}: ${text("Message")}` };
  return {
    accessKeyId: text("AccessKeyId"),
    secretAccessKey: text("SecretAccessKey"),
    sessionToken: text("SessionToken"),
    expiresAtMs: Date.parse(text("Expiration")),
  };
}
