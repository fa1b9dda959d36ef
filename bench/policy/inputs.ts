import { believedCaller } from "../../src/admit/admit.ts";
import { canonicalize } from "../../src/canonicalize/canonicalize.ts";
import type { Catalogue } from "../../src/canonicalize/catalogue/entry.ts";
import type { JsonValue } from "../../src/domain/json.ts";
import { policyDocument } from "../../src/evaluate/input.ts";
import { identify, NO_TRUST } from "../../src/identify/identify.ts";
import { NO_INTENTS } from "../../src/identify/intent.ts";
import { decodeDecisionRequest } from "../../src/transports/native/decode.ts";

const NOW_MS = Date.parse("2026-11-20T15:04:05.123Z");
const ADMISSION = { ...believedCaller("grpc"), tenant: "default", now_ms: NOW_MS };
const REF = { bundle: "bench", revision: "0", digest: `sha256:${"0".repeat(64)}`, activated_at: "" };
const FRESH = { stale: false, age_s: 0 };

/** The policy's input for a request without a session, made by the steps that make it in the service. */
export async function policyInputFor(
  json: JsonValue,
  catalogue: Catalogue,
  environment = "production",
): Promise<Readonly<Record<string, unknown>>> {
  const request = decodeDecisionRequest(json);
  const canonical = canonicalize(request, catalogue);
  const identity = await identify({ ...NO_TRUST, intents: NO_INTENTS }, request, ADMISSION);
  const { action } = canonical;
  const call = {
    request,
    admission: ADMISSION,
    environment,
    identity,
    canonical,
    action,
    session: undefined,
  };
  return policyDocument({ ...call, agent: call.identity.agent, changed: [], ref: REF, freshness: FRESH });
}
