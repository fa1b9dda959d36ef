/** A table in which a person's data can stand. */
export interface ErasedTable {
  readonly name: string;
  /** Its primary key but for the tenant. */
  readonly key: readonly string[];
  readonly json: readonly string[];
  readonly text: readonly string[];
  readonly arrays?: readonly string[];
  /** The decision that the row is, or belongs to; SQL. */
  readonly decision: string;
  /** Whether a digest over the row's salt covers the texts: the salt goes with them. */
  readonly salted?: boolean;
}

const OF_APPROVAL =
  "coalesce((select a.decision_id from writ.approvals a where a.tenant = t.tenant and a.id = t.approval_id), '')";

const OF_GRANT =
  "coalesce((select g.decision_id from writ.grants g where g.tenant = t.tenant and g.id = t.grant_id), '')";

/** What was recorded of calls and people. Ids (of agents, sessions, tasks, requests) stay: the chain covers them. */
export const ERASED_TABLES: readonly ErasedTable[] = [
  { name: "decisions", key: ["at", "id"], json: ["input", "answer"], text: [], decision: "t.id", salted: true },
  { name: "follow_ups", key: ["id"], json: ["body"], text: [], decision: "t.decision_id", salted: true },
  { name: "outcomes", key: ["decision_id"], json: ["detail"], text: [], decision: "t.decision_id" },
  {
    name: "approvals",
    key: ["id"],
    json: ["scope", "demand", "shown"],
    text: ["requester", "owner", "on_behalf_of", "ended_by", "ended_reason"],
    arrays: ["delegation"],
    decision: "t.decision_id",
  },
  { name: "approval_votes", key: ["approval_id", "by"], json: [], text: ["address", "comment"], decision: OF_APPROVAL },
  { name: "redemptions", key: ["grant_id", "id"], json: [], text: ["secret_ref"], decision: OF_GRANT },
  { name: "grants", key: ["id"], json: ["claims"], text: ["on_behalf_of", "reference"], arrays: ["delegation"], decision: "t.decision_id" },
  { name: "intents", key: ["id"], json: ["allows"], text: ["purpose", "on_behalf_of", "requested_by", "decided_by", "revoked_by"], decision: "''" },
  { name: "sessions", key: ["id"], json: [], text: ["suspended_by", "suspended_reason", "resumed_by", "resumed_reason"], decision: "''" },
]; // biome-ignore format: a row each
