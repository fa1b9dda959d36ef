import type { ApprovalDemand, ApprovalExclusion, ApprovalRecord, ApprovalVote } from "./approval.ts";
import { type Caller, LOOPBACK_CALLER } from "./caller.ts";

/** A person that wants to answer. */
export type Voter = Pick<Caller, "id" | "roles" | "groups">;

/** What a call is to people: who may be too near to it to answer. */
export type ApprovalParties = Pick<ApprovalRecord, "requester" | "agent" | "owner" | "on_behalf_of" | "delegation">;

/** Which of the demanded approvers the person is. */
export function approverWords({ approvers }: Pick<ApprovalDemand, "approvers">, voter: Voter): readonly string[] {
  const words = new Set([
    // An issuer may let people choose what they are called.
    ...(/^(?:role|group):/.test(voter.id) ? [] : [voter.id]),
    ...voter.roles.map((role) => `role:${role}`),
    ...(voter.groups ?? []).map((group) => `group:${group}`),
  ]);
  return approvers.filter((approver) => words.has(approver));
}

/** As what the person is too near to the call; undefined where it is not. */
export function nearnessOf(
  { not_by }: Pick<ApprovalDemand, "not_by">,
  parties: ApprovalParties,
  voter: Voter,
): ApprovalExclusion | "agent" | undefined {
  // No agent says yes to itself, whatever the policy demands.
  if (names(parties.agent, voter)) return "agent";
  return not_by.find((exclusion) => namesIn(exclusion, parties).some((name) => names(name, voter)));
}

/** People who say yes, as far as the demand counts them: each once. */
export function yesses({ approvers }: Pick<ApprovalDemand, "approvers">, votes: readonly ApprovalVote[]) {
  const counted = votes.filter(({ verdict, as }) => verdict === "approve" && as.some((it) => approvers.includes(it)));
  return [...new Set(counted.map(({ by }) => by))].sort();
}

/** What the answers come to. One no is a no. */
export function outcomeOf(
  demand: Pick<ApprovalDemand, "approvers" | "quorum">,
  votes: readonly ApprovalVote[],
): "pending" | "approved" | "denied" {
  if (votes.some(({ verdict }) => verdict === "deny")) return "denied";
  return yesses(demand, votes).length >= demand.quorum ? "approved" : "pending";
}

function namesIn(exclusion: ApprovalExclusion, parties: ApprovalParties): readonly string[] {
  switch (exclusion) {
    case "requester":
      // Whoever shows no credential is nobody in particular: development, where nobody can be told from another.
      return parties.requester === LOOPBACK_CALLER ? [] : [parties.requester];
    case "owner":
      return [parties.owner];
    case "on_behalf_of":
      return [parties.on_behalf_of, ...parties.delegation];
  }
}

/** An owner may be a person, or a group of people: `group:NAME`, or the bare name as registries have it. */
function names(name: string, { id, groups = [] }: Voter): boolean {
  return name !== "" && (name === id || groups.some((group) => name === group || name === `group:${group}`));
}
