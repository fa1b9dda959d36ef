import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { didYouMean } from "../did-you-mean.ts";
import { readDataFile } from "../project/data-file.ts";
import { nested } from "../project/layers.ts";
import type { Problem } from "../project/problem.ts";
import { type PolicyFile, textOf } from "../project/read.ts";
import type { PolicyIndex } from "./index-policy.ts";

/** What a setting has to be. */
interface Form {
  readonly holds: (value: JsonValue) => boolean;
  /** Follows "the setting x is". */
  readonly otherwise: string;
  /** All values there are, where they can be counted. */
  readonly values?: readonly string[];
}

const isText = (value: JsonValue): boolean => typeof value === "string";
const TEXT: Form = { holds: isText, otherwise: "no text" };
const TEXTS: Form = { holds: (value) => Array.isArray(value) && value.every(isText), otherwise: "no list of texts" };
const NUMBER: Form = { holds: (value) => typeof value === "number" && value >= 0, otherwise: "no number from 0 on" };
const SWITCH: Form = { holds: (value) => typeof value === "boolean", otherwise: "neither true nor false" };
/** As `to_number` takes it: a number, or a text of one. */
const AMOUNT: Form = { holds: (value) => /^\d+(?:\.\d+)?$/.test(String(value)), otherwise: "no amount" };
const TREATMENT = oneOf("block", "require_approval", "warn", "ignore");
const CHAIN = oneOf("approve", "block", "warn", "ignore");

/**
 * Settings of the default policy (docs/policy-reference.md) that a value of another kind would turn off without a word: in Rego
 * every number is less than every text, and what equals nothing never holds. `*` is any key.
 */
const FORMS: Readonly<Record<string, Form>> = {
  "identity.accept_unverified.*": TEXTS,
  "agents.unregistered_environments": TEXTS,
  "delegation.max_depth": NUMBER,
  "delegation.people": TEXTS,
  "delegation.unregistered_environments": TEXTS,
  "envelope.enabled": SWITCH,
  "tools.require_pin": SWITCH,
  "protocol.upkeep": TEXTS,
  tenant_domains: TEXTS,
  tenant_kinds: TEXTS,
  "approval.verbs": TEXTS,
  "approval.amounts.*": AMOUNT,
  "approval_demand.approvers": TEXTS,
  "approval_demand.expires_in_s": NUMBER,
  "approval_demand.template": TEXT,
  "approval_demand.quorum": NUMBER,
  "approval_demand.not_by": TEXTS,
  "approval_demand.uses": NUMBER,
  "approval_demand.valid_for_s": NUMBER,
  "approval_demand.same": TEXTS,
  "approval_demand.max_amount": TEXT,
  "untrusted_input.verbs": TEXTS,
  "untrusted_input.treatment": oneOf("warn", "approve", "ignore"),
  "facts.files.read.*": TREATMENT,
  "facts.files.write.*": TREATMENT,
  "facts.hosts.*": TREATMENT,
  "facts.signals.*": TREATMENT,
  "facts.hidden.*": TREATMENT,
  "facts.flows.*": TREATMENT,
  "session.max_calls": NUMBER,
  "session.max_spent.*": AMOUNT,
  "session.changed.*": oneOf("block", "approve", "warn", "ignore"),
  "chains.read_then_egress": CHAIN,
  "chains.untrusted_then_execute": CHAIN,
  "chains.write_then_execute": CHAIN,
  "chains.discover_then_privilege": CHAIN,
  "chains.payments_split": CHAIN,
  "chains.exports_many": CHAIN,
  "chains.discovery_verbs": TEXTS,
  "chains.export_verbs": TEXTS,
  "chains.exports_an_hour": NUMBER,
  "chains.records_an_hour": NUMBER,
  "deviation.denials": NUMBER,
  "deviation.unknown_tools": NUMBER,
  "deviation.risk": NUMBER,
  "deviation.budget_exceeded": SWITCH,
  "provenance.destination_from_text": CHAIN,
  "provenance.destination_from_nowhere": CHAIN,
  "provenance.resource_from_text": CHAIN,
  "provenance.arguments_from_text": CHAIN,
  "provenance.errand_from_text": CHAIN,
  "provenance.looking_verbs": TEXTS,
  "warnings.amount_share": NUMBER,
  "warnings.session_calls": NUMBER,
};

function oneOf(...values: readonly string[]): Form {
  return {
    holds: (value) => values.some((known) => known === value),
    otherwise: `none of ${values.join(", ")}`,
    values,
  };
}

/** The author's values for settings of the default policy that are of another kind than it compares them with. */
export function checkSettingValues({ project }: PolicyIndex): readonly Problem[] {
  if (project.extends !== "default") return [];
  return project.dataFiles.flatMap(wrongValues);
}

function wrongValues(file: PolicyFile): readonly Problem[] {
  const read = readDataFile(file.origin, textOf(file));
  const { settings } = nested(file.path, read.value);
  if (settings === undefined) return [];
  const folders = file.path.split("/").length - 1;
  const found = Object.entries(FORMS).flatMap(([path, form]) => wrongAt(settings, path.split("."), form, []));
  const first = new Map(found.map((wrong) => [wrong.path.join("."), wrong]));
  return [...first].map(([name, { path, otherwise, hint }]) => ({
    code: "setting-value",
    severity: "error",
    file: file.origin,
    ...read.place(["settings", ...path].slice(folders)),
    message: `the setting${name === "" ? "s are" : ` ${name} is`} ${otherwise}`,
    ...(hint === undefined ? {} : { hint }),
  }));
}

interface Wrong {
  readonly path: readonly string[];
  readonly otherwise: string;
  readonly hint?: string | undefined;
}

function wrongAt(
  value: JsonValue,
  [key, ...rest]: readonly string[],
  form: Form,
  path: readonly string[],
): readonly Wrong[] {
  if (key === undefined) {
    if (form.holds(value)) return [];
    return [{ path, otherwise: form.otherwise, hint: form.values && didYouMean(String(value), form.values) }];
  }
  if (!isJsonObject(value)) return [{ path, otherwise: "no map of keys to values" }];
  return membersOf(value, key).flatMap(([name, member]) => wrongAt(member, rest, form, [...path, name]));
}

function membersOf(value: JsonObject, key: string): readonly (readonly [string, JsonValue])[] {
  return Object.entries(value).filter(([name]) => key === "*" || name === key);
}
