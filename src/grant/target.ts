import type { GrantDemand } from "../domain/decision.ts";
import type { GrantTag, GrantTemplate } from "../domain/grant.ts";
import { SCOPE_TOKEN } from "../domain/grant.ts";
import type { JsonObject } from "../domain/json.ts";

/** What AWS STS reads session tags from ("Passing session tags using AssumeRoleWithWebIdentity"). */
const AWS_TAGS_CLAIM = "https://aws.amazon.com/tags";
/** What AWS takes as the value of a session tag (API reference of STS, `Tag`). */
const AWS_TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

/** The scopes that a grant says: the policy's, each of which the template must have; all of the template's when it names none. */
export function scopesOf(demand: GrantDemand, { scopes }: GrantTemplate): readonly string[] | "refused" {
  if (demand.scopes.length === 0) return scopes;
  const known = (scope: string) => SCOPE_TOKEN.test(scope) && (scopes.length === 0 || scopes.includes(scope));
  return demand.scopes.every(known) ? demand.scopes : "refused";
}

/**
 * What a token says for one kind of target beside what all of them say. Tags of which there is no value are left out: a policy at the
 * target that asks for one then finds none. All tags go on to the next role, so that a chain of roles does not lose the task.
 * @returns "refused" when a value cannot be said to it
 */
export function targetClaims(
  { kind, tags, reference }: GrantTemplate,
  values: Readonly<Record<GrantTag, string>>,
): JsonObject | "refused" {
  if (kind === "legacy") return { reference };
  if (kind !== "aws" || tags.length === 0) return {};
  const said = tags.filter((tag) => values[tag] !== "");
  if (!said.every((tag) => AWS_TAG_VALUE.test(values[tag]))) return "refused";
  const principal_tags = Object.fromEntries(said.map((tag) => [tag, [values[tag]]]));
  return { [AWS_TAGS_CLAIM]: { principal_tags, transitive_tag_keys: said } };
}
