import { Refused } from "./http.ts";

/** How Writ is reached, as a caller with the roles `broker` and `report`. */
export interface WritSettings {
  readonly url: string;
  /** The caller's secret; "" for Writ in development mode on this machine. */
  readonly credential: string;
}

/** What the gateway hands over of a decision. */
export interface Granted {
  readonly decision_id: string;
  readonly action_digest: string;
  readonly grant: { readonly id: string; readonly token: string };
}

/** What may be issued for the grant, as far as this broker uses it. */
export interface Redeemed {
  readonly task: string;
  readonly action: Action;
  /** The longest life of the credential, in seconds. */
  readonly credential_ttl_s: number;
}

export interface Action {
  readonly verb: string;
  readonly resource?: { readonly uri: string };
}

export interface Outcome {
  readonly status: "succeeded" | "failed" | "denied" | "cancelled";
  readonly duration_ms: number;
}

const TIMEOUT_MS = 10_000;

/** Takes the grant: works once, however many ask. `secret_ref` says where the credential will come from, for the record. @throws Refused */
export async function redeem(writ: WritSettings, granted: Granted, secret_ref: string): Promise<Redeemed> {
  const { grant, action_digest } = granted;
  const answer = await post(writ, `/v1/grants/${encodeURIComponent(grant.id)}:redeem`, {
    token: grant.token,
    action_digest,
    secret_ref,
  });
  if (answer.status === 200) return answer.body as unknown as Redeemed;
  const { reason } = answer.body;
  throw new Refused(403, `Writ does not redeem the grant: ${typeof reason === "string" ? reason : answer.status}`);
}

/** Says what became of the call. */
export async function reportOutcome(writ: WritSettings, decisionId: string, outcome: Outcome): Promise<void> {
  const { status } = await post(writ, `/v1/decisions/${encodeURIComponent(decisionId)}/outcome`, { ...outcome });
  if (status !== 200) console.error(`outcome of ${decisionId} not taken: ${status}`);
}

async function post(
  { url, credential }: WritSettings,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(credential === "" ? {} : { authorization: `Bearer ${credential}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
}
