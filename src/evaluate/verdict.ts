import {
  EFFECTS,
  type Effect,
  type GrantDemand,
  type Obligation,
  type PipelineBlock,
  type Reason,
  type Verdict,
} from "../domain/decision.ts";
import { invalidField } from "../domain/errors.ts";
import { choiceField, countField, listField, nameField, objectField, stringField } from "../domain/fields.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { readApprovalDemand } from "./approval-demand.ts";

/** A policy that finds more than this to say about one call has a loop in it. */
const MAX_ITEMS = 256;
const MAX_MESSAGE_CHARS = 2000;

/** Gateways read obligations; what is nested more deeply is a policy's input, and ends the stack of who writes it as text. */
const MAX_OBLIGATION_DEPTH = 32;

const DOCUMENT = ["effect", "reasons", "obligations", "approval", "grant", "session", "redact"];

/** What of the input a policy may keep out of the record. Who asked, when, for what and as whom always stays. */
const HIDEABLE = ["arguments", "context", "facts", "findings"];
const PLACE = new RegExp(`^/(${HIDEABLE.join("|")})(/([^/~]|~[01])*)*$`);

/**
 * Reads the policy's decision document.
 * @throws WritError invalid_argument for anything that does not fit: an unknown field, an effect that is none, a grant
 *   beside a block. The caller makes it a block with `policy_result_invalid`.
 */
export function readVerdict(document: JsonValue): Verdict {
  const fields = objectField(document, "", DOCUMENT);
  const effect = choiceField<Effect>(fields["effect"], "/effect", EFFECTS);
  const session = objectField(fields["session"] ?? {}, "/session", [
    "add_labels",
    "revoke",
    "revoke_codes",
    "add_risk",
  ]);
  const verdict: Verdict = {
    effect,
    reasons: listField(fields["reasons"], "/reasons", MAX_ITEMS, readReason),
    obligations: listField(fields["obligations"] ?? [], "/obligations", MAX_ITEMS, readObligation),
    ...(fields["approval"] === undefined ? {} : { approval: readApprovalDemand(fields["approval"]) }),
    ...(fields["grant"] === undefined ? {} : { grant: readGrant(fields["grant"]) }),
    session: {
      add_labels: listField(session["add_labels"] ?? [], "/session/add_labels", MAX_ITEMS, readName),
      revoke: readFlag(session["revoke"] ?? false, "/session/revoke"),
      ...(session["revoke_codes"] === undefined
        ? {}
        : { revoke_codes: listField(session["revoke_codes"], "/session/revoke_codes", MAX_ITEMS, readName) }),
      ...(session["add_risk"] === undefined
        ? {}
        : { add_risk: countField(session["add_risk"], "/session/add_risk", 0) }),
    },
    ...(fields["redact"] === undefined ? {} : { redact: listField(fields["redact"], "/redact", MAX_ITEMS, readPlace) }),
  };
  if (effect === "block" ? verdict.grant !== undefined : verdict.approval !== undefined) {
    throw invalidField("/effect", "a block has no grant, and only a block waits for an approval");
  }
  return verdict;
}

/** What a document that does not fit still keeps out of the record: what it names, and all that it may where that cannot be read. */
export function hiddenBy(document: JsonValue): Pick<Verdict, "redact"> {
  if (!isJsonObject(document) || document["redact"] === undefined) return {};
  try {
    return { redact: listField(document["redact"], "/redact", MAX_ITEMS, readPlace) };
  } catch {
    return { redact: HIDEABLE.map((name) => `/${name}`) };
  }
}

/** A block that Writ itself decides on. */
export function blocked(code: PipelineBlock, message: string, step: string): Verdict {
  return {
    effect: "block",
    reasons: [{ code, message, rule: `writ.${step}`, controls: [] }],
    obligations: [],
    session: { add_labels: [], revoke: false },
  };
}

function readName(value: JsonValue, at: string): string {
  return nameField(value, at, MAX_ID_CHARS);
}

/** A JSON Pointer (RFC 6901 section 3) into what may be hidden. */
function readPlace(value: JsonValue, at: string): string {
  const pointer = nameField(value, at, MAX_ID_CHARS);
  if (!PLACE.test(pointer)) throw invalidField(at, `must be a JSON Pointer into ${HIDEABLE.join(", ")}`);
  return pointer;
}

function readFlag(value: JsonValue, at: string): boolean {
  if (typeof value !== "boolean") throw invalidField(at, "must be true or false");
  return value;
}

function readReason(value: JsonValue, at: string): Reason {
  const fields = objectField(value, at, ["code", "message", "rule", "controls"]);
  return {
    code: readName(fields["code"] ?? null, `${at}/code`),
    message: stringField(fields["message"] ?? "", `${at}/message`, MAX_MESSAGE_CHARS),
    rule: stringField(fields["rule"] ?? "", `${at}/rule`, MAX_ID_CHARS),
    controls: listField(fields["controls"] ?? [], `${at}/controls`, MAX_ITEMS, readName),
  };
}

function readObligation(value: JsonValue, at: string): Obligation {
  const fields: JsonObject = objectField(value, at);
  if (!isFlatEnough(fields, MAX_OBLIGATION_DEPTH)) throw invalidField(at, "is nested too deeply");
  return {
    ...fields,
    type: readName(fields["type"] ?? null, `${at}/type`),
    fulfillment: choiceField(fields["fulfillment"], `${at}/fulfillment`, ["required", "advisory"]),
  };
}

function isFlatEnough(value: JsonValue, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isFlatEnough(inner, levels - 1));
}

function readGrant(value: JsonValue): GrantDemand {
  const fields = objectField(value, "/grant", ["audience", "scopes", "ttl_s", "single_use"]);
  return {
    audience: readName(fields["audience"] ?? null, "/grant/audience"),
    scopes: listField(fields["scopes"] ?? [], "/grant/scopes", MAX_ITEMS, readName),
    ttl_s: countField(fields["ttl_s"], "/grant/ttl_s", 1),
    single_use: readFlag(fields["single_use"] ?? true, "/grant/single_use"),
  };
}
