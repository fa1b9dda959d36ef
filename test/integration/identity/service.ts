import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { freePort } from "../../support/ports.ts";
import { comment } from "../../support/requests.ts";

export interface IdentityWrit extends RunningWrit {
  /** `iss` of its grants: what it is reached at. */
  readonly issuer: string;
  /** The secret of a configured caller, by its name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Who may ask, beside what the test says of them. */
export type Callers = Readonly<Record<string, JsonObject>>;

/** A gateway that is believed in what it says of agents, and a broker that takes grants for `vault`. */
export const CALLERS: Callers = {
  gateway: { roles: ["decide", "report", "intent_issuer", "auditor"], vouches: true },
  broker: { roles: ["broker", "report"], audiences: ["vault"] },
};

/** A service that verifiers can discover: its issuer is the address that it listens on. Stop it when the tests of the file are done. */
export async function identityWrit(
  callers: Callers = CALLERS,
  env: Readonly<Record<string, string>> = {},
): Promise<IdentityWrit> {
  const dir = mkdtempSync(join(tmpdir(), "writ-identity-"));
  const address = `127.0.0.1:${await freePort()}`;
  const issuer = `http://${address}`;
  const secrets = Object.fromEntries(Object.keys(callers).map((name) => [name, randomBytes(24).toString("base64url")]));
  const configured = Object.entries(callers).map(([name, caller]) => [
    name,
    caller["issuer"] === undefined ? { ...caller, token_sha256: sha256(secrets[name] as string) } : caller,
  ]);
  const writ = await startWrit({
    dataDir: dir,
    env: {
      WRIT_HTTP_LISTEN: address,
      WRIT_PUBLIC_URL: issuer,
      WRIT_WORKERS: "1",
      WRIT_CALLERS: JSON.stringify(Object.fromEntries(configured)),
      ...env,
    },
  });
  return {
    ...writ,
    issuer,
    secrets,
    stop: async () => {
      const code = await writ.stop();
      rmSync(dir, { recursive: true, force: true });
      return code;
    },
  };
}

/** POST of JSON as one of the configured callers. */
export async function postAs(
  writ: IdentityWrit,
  caller: string,
  path: string,
  body: JsonObject,
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const response = await fetch(writ.http + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${writ.secrets[caller]}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

export interface GrantedCall {
  readonly decision: JsonObject;
  readonly id: string;
  readonly token: string;
  readonly digest: string;
}

/** A decision that comes with a grant: by default, a comment on an issue. */
export async function granted(writ: IdentityWrit, request: JsonObject = comment()): Promise<GrantedCall> {
  const { body } = await postAs(writ, "gateway", "/v1/decisions", request);
  const grant = body["grant"] as { id: string; token: string } | undefined;
  if (grant === undefined) throw new Error(`no grant: ${JSON.stringify(body["reasons"] ?? body)}`);
  const { digest } = body["action"] as { digest: string };
  return { decision: body, id: grant.id, token: grant.token, digest };
}

/** The claims for the eye; who believes them has to verify the token. */
export function claimsOf(token: string): JsonObject & { readonly exp: number; readonly jti: string } {
  return JSON.parse(Buffer.from(token.split(".")[1] as string, "base64url").toString("utf8"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
