import { EFFECTS, type Verdict } from "../domain/decision.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";

/** What is on record of a verdict. `older` records lack what the policy demanded: they are compared without. */
export type RecordedVerdict =
  | { readonly by: "policy"; readonly verdict: Verdict; readonly older: boolean }
  /** Blocked before any policy was asked. */
  | { readonly by: "writ" };

/** The steps that block a call before the policy, or instead of it; each says so in the rule of its reason. */
const STEPS = ["canonicalize", "identify", "situate", "record", "grant"].map((step) => `writ.${step}`);

/** The one block of the step behind the policy that is not the policy's. */
const NOT_THE_POLICYS = "obligation_unsupported";

const UNSAID: { session: { add_labels: string[]; revoke: boolean } } = { session: { add_labels: [], revoke: false } };

/** @param text the column `answer` @throws Error for what is no answer that this program wrote */
export function recordedVerdict(text: string): RecordedVerdict {
  const answer = JSON.parse(text) as JsonObject;
  const { effect, reasons, obligations, verdict } = answer;
  const said: JsonObject = { effect: effect ?? null, reasons: reasons ?? null, obligations: obligations ?? [] };
  if (isJsonObject(verdict)) {
    return { by: "policy", verdict: verdictOf({ ...said, ...verdict }), older: false };
  }
  const first = Array.isArray(reasons) ? reasons[0] : undefined;
  const { rule, code } = isJsonObject(first) ? first : {};
  if (STEPS.includes(String(rule)) || code === NOT_THE_POLICYS) return { by: "writ" };
  return { by: "policy", verdict: verdictOf({ ...said, ...UNSAID }), older: true };
}

/** As far as a comparison goes into it. */
function verdictOf(said: JsonObject): Verdict {
  const { effect, reasons, obligations, session } = said;
  const whole =
    EFFECTS.some((one) => one === effect) &&
    Array.isArray(reasons) &&
    reasons.every((reason) => isJsonObject(reason) && typeof reason["code"] === "string") &&
    Array.isArray(obligations) &&
    isJsonObject(session);
  if (!whole) throw new Error("the answer on record is no verdict");
  return said as unknown as Verdict;
}

/** A verdict without what older records do not say. */
export function asOlder({ effect, reasons, obligations }: Verdict): Verdict {
  return { effect, reasons, obligations, ...UNSAID };
}
