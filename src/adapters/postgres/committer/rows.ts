import type { ApprovalRow, ChainLink, DecisionRow, GrantRow } from "../../../domain/record.ts";
import type { CopyWriter } from "./copy-writer.ts";

// Each list of columns and the function below it say the same in the same order.

const DECISION_COLUMNS = [
  "tenant",
  "at",
  "id",
  "request_id",
  "caller",
  "protocol",
  "agent",
  "session",
  "task",
  "tool",
  "verb",
  "effect",
  "reason",
  "dry_run",
  "action_digest",
  "policy_digest",
  "catalogue_digest",
  "answer",
  "input",
  "writer",
  "seq",
  "hash",
  "answer_digest",
  "input_digest",
  "salt",
];

function writeDecision(to: CopyWriter, row: DecisionRow, link: ChainLink): void {
  to.tuple(DECISION_COLUMNS.length);
  to.text(row.tenant);
  to.timestamp(row.at_ms);
  to.text(row.id);
  to.text(row.request_id);
  to.text(row.caller);
  to.text(row.protocol);
  to.text(row.agent);
  to.text(row.session);
  to.text(row.task);
  to.text(row.tool);
  to.text(row.verb);
  to.text(row.effect);
  to.text(row.reason);
  to.boolean(row.dry_run);
  to.digest(row.action_digest);
  to.digest(row.policy_digest);
  to.digest(row.catalogue_digest);
  to.text(row.answer);
  to.text(row.input);
  to.text(link.writer);
  to.bigint(link.seq);
  to.binary(link.hash);
  to.binary(link.answer_digest);
  to.binary(link.input_digest);
  to.binary(link.salt);
}

const GRANT_COLUMNS = [
  "tenant",
  "id",
  "decision_id",
  "agent",
  "delegation",
  "task",
  "intent",
  "session",
  "session_epoch",
  "audience",
  "action_digest",
  "single_use",
  "issued_at",
  "expires_at",
  "kid",
  "kind",
  "template",
  "reference",
  "on_behalf_of",
  "credential_ttl_s",
  "claims",
  "approval",
];

function writeGrant(to: CopyWriter, row: GrantRow): void {
  to.tuple(GRANT_COLUMNS.length);
  to.text(row.tenant);
  to.text(row.id);
  to.text(row.decision_id);
  to.text(row.agent);
  to.texts(row.delegation);
  to.text(row.task);
  to.text(row.intent);
  to.text(row.session);
  to.bigint(row.session_epoch);
  to.text(row.audience);
  to.digest(row.action_digest);
  to.boolean(row.single_use);
  to.timestamp(row.issued_at_ms);
  to.timestamp(row.expires_at_ms);
  to.text(row.kid);
  to.text(row.kind);
  to.text(row.template);
  to.text(row.reference);
  to.text(row.on_behalf_of);
  to.bigint(row.credential_ttl_s);
  to.text(JSON.stringify(row.claims ?? null));
  to.text(row.approval ?? "");
}

const APPROVAL_COLUMNS = [
  "tenant",
  "id",
  "decision_id",
  "requester",
  "agent",
  "owner",
  "on_behalf_of",
  "delegation",
  "session",
  "task",
  "intent",
  "action_digest",
  "scope_digest",
  "scope",
  "template",
  "demand",
  "max_uses",
  "shown",
  "shown_digest",
  "requested_at",
  "expires_at",
];

function writeApproval(to: CopyWriter, row: ApprovalRow): void {
  to.tuple(APPROVAL_COLUMNS.length);
  to.text(row.tenant);
  to.text(row.id);
  to.text(row.decision_id);
  to.text(row.requester);
  to.text(row.agent);
  to.text(row.owner);
  to.text(row.on_behalf_of);
  to.texts(row.delegation);
  to.text(row.session);
  to.text(row.task);
  to.text(row.intent);
  to.digest(row.action_digest);
  to.digest(row.scope_digest);
  to.text(JSON.stringify(row.scope));
  to.text(row.demand.template);
  to.text(JSON.stringify(row.demand));
  to.bigint(row.demand.uses);
  to.text(JSON.stringify(row.shown));
  to.digest(row.shown_digest);
  to.timestamp(row.requested_at_ms);
  to.timestamp(row.expires_at_ms);
}

export interface LinkedRow {
  readonly row: DecisionRow;
  readonly link: ChainLink;
}

export interface Rows {
  readonly decisions: readonly LinkedRow[];
  readonly grants: readonly GrantRow[];
  readonly approvals: readonly ApprovalRow[];
}

/**
 * Writes one query with a COPY for each table that has rows, and their files.
 * @param after what the query does behind them, e.g. "commit"
 * @returns false when there is nothing to be done
 */
export function writeRows(to: CopyWriter, rows: Rows, after: readonly string[]): boolean {
  const tables: readonly Table[] = [
    table("decisions", DECISION_COLUMNS, rows.decisions, ({ row, link }) => writeDecision(to, row, link)),
    table("grants", GRANT_COLUMNS, rows.grants, (row) => writeGrant(to, row)),
    table("approvals", APPROVAL_COLUMNS, rows.approvals, (row) => writeApproval(to, row)),
  ].filter(({ rows }) => rows > 0);
  const statements = [...tables.map(({ statement }) => statement), ...after];
  if (statements.length === 0) return false;
  to.query(statements.join(";"));
  for (const { write } of tables) {
    to.beginFile();
    write();
    to.endFile();
  }
  return true;
}

interface Table {
  readonly rows: number;
  readonly statement: string;
  readonly write: () => void;
}

function table<T>(name: string, columns: readonly string[], rows: readonly T[], write: (row: T) => void): Table {
  return {
    rows: rows.length,
    statement: `copy writ.${name} (${columns.join(",")}) from stdin (format binary)`,
    write: () => {
      for (const row of rows) write(row);
    },
  };
}
