import { redactValue } from "../canonicalize/redact/index.ts";
import type { Action } from "../domain/action.ts";
import { plainTemplate } from "../domain/grant.ts";
import type { JsonObject } from "../domain/json.ts";
import { type MintedGrant, mintGrant } from "../grant/mint.ts";
import type { Judged } from "./conclude.ts";
import type { DecideDeps } from "./deps.ts";

/** The grant that the policy wants, if it wants one. A block and a dry run have none. */
export async function mint(
  deps: DecideDeps,
  judged: Judged,
  decisionId: string,
): Promise<MintedGrant | "refused" | undefined> {
  const { verdict, request, admission, identity, situation, bundle } = judged;
  if (verdict.grant === undefined || verdict.effect === "block" || request.options.dry_run) return undefined;
  const template = deps.templates.get(verdict.grant.audience) ?? plainTemplate(verdict.grant.audience);
  const minted = await mintGrant({
    signer: deps.signer,
    newId: deps.newId,
    issuer: deps.issuer,
    demand: verdict.grant,
    template,
    identity,
    action: grantedAction(judged),
    policyDigest: bundle.policy.ref.digest,
    session: situation.session?.view,
    admission,
    decisionId,
  });
  if (minted !== "refused") deps.telemetry.granted(template.kind);
  return minted;
}

/** A grant goes to others, and what it says may be kept until it is told: no secret that stood in a URL goes with it. */
function grantedAction({ situation, canonical }: Judged): Action {
  const { action } = situation;
  if (!canonical.findings.some(({ type }) => type.startsWith("secret."))) return action;
  return redactValue(action as unknown as JsonObject).value as unknown as Action;
}
