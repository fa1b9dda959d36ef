import {
  APPROVAL_EXCLUSIONS,
  APPROVAL_PARTS,
  type ApprovalDemand,
  MAX_APPROVAL_S,
  MAX_APPROVAL_USES,
  MAX_QUORUM,
  THIS_ACTION,
  USUAL_DEMAND,
} from "../domain/approval.ts";
import { invalidField } from "../domain/errors.ts";
import { choiceField, countField, decimalField, listField, nameField, objectField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";

const FIELDS = [
  "approvers", "expires_in_s", "template", "quorum", "not_by", "uses", "valid_for_s", "same", "max_amount",
]; // biome-ignore format: one list

/** A list of people that is longer is a group that somebody should give a name. */
const MAX_APPROVERS = 256;

/** What the policy demands of people. @throws WritError invalid_argument naming the field */
export function readApprovalDemand(value: JsonValue): ApprovalDemand {
  const at = "/approval";
  const fields = objectField(value, at, FIELDS);
  // Absent is the usual; null is a mistake.
  const said = (field: string, usual: JsonValue): JsonValue => fields[field] ?? (field in fields ? null : usual);
  const demand: ApprovalDemand = {
    approvers: listField(fields["approvers"], `${at}/approvers`, MAX_APPROVERS, (item, itemAt) =>
      nameField(item, itemAt, MAX_ID_CHARS),
    ),
    expires_in_s: boundedField(fields["expires_in_s"], `${at}/expires_in_s`, MAX_APPROVAL_S),
    template: nameField(fields["template"], `${at}/template`, MAX_ID_CHARS),
    quorum: boundedField(said("quorum", USUAL_DEMAND.quorum), `${at}/quorum`, MAX_QUORUM),
    not_by: choicesField(said("not_by", [...USUAL_DEMAND.not_by]), `${at}/not_by`, APPROVAL_EXCLUSIONS),
    uses: boundedField(said("uses", USUAL_DEMAND.uses), `${at}/uses`, MAX_APPROVAL_USES),
    valid_for_s: boundedField(said("valid_for_s", USUAL_DEMAND.valid_for_s), `${at}/valid_for_s`, MAX_APPROVAL_S),
    same: choicesField(said("same", [...APPROVAL_PARTS]), `${at}/same`, APPROVAL_PARTS),
    max_amount: amountField(said("max_amount", ""), `${at}/max_amount`),
  };
  if (demand.approvers.length === 0) throw invalidField(`${at}/approvers`, "must name somebody");
  if (demand.template === THIS_ACTION && demand.uses !== 1)
    throw invalidField(`${at}/uses`, `must be 1: ${THIS_ACTION} is one call; give the template a name of its own`);
  if (demand.template !== THIS_ACTION && demand.same.length === 0)
    throw invalidField(`${at}/same`, "must name what has to be the same at each use");
  return demand;
}

function boundedField(value: JsonValue | undefined, at: string, max: number): number {
  const count = countField(value, at, 1);
  if (count > max) throw invalidField(at, `must be at most ${max}`);
  return count;
}

function choicesField<T extends string>(value: JsonValue, at: string, choices: readonly T[]): readonly T[] {
  const chosen = listField(value, at, choices.length, (item, itemAt) => choiceField(item, itemAt, choices));
  return choices.filter((choice) => chosen.includes(choice));
}

function amountField(value: JsonValue, at: string): string {
  return value === "" ? "" : decimalField(value, at);
}
