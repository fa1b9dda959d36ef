import { WritUnavailable } from "./errors.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import type { Decision } from "./types.ts";

const EFFECTS: readonly unknown[] = ["allow", "warn", "block"];
const FULFILLMENTS: readonly unknown[] = ["required", "advisory"];

/** What a field has to be; `undefined` stands for one that is absent. */
const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  decision_id: isText,
  request_id: isText,
  effect: (value) => EFFECTS.includes(value),
  reasons: listOf((reason) => isText(reason["code"]) && typeof reason["message"] === "string"),
  obligations: listOf((obligation) => isText(obligation["type"]) && FULFILLMENTS.includes(obligation["fulfillment"])),
  approval: optional((approval) => isText(approval["id"])),
  grant: optional((grant) => isText(grant["id"]) && isText(grant["audience"]) && isText(grant["expires_at"])),
  recorded: isText,
  dry_run: (value) => value === undefined || typeof value === "boolean",
};

/**
 * Reads an answer strictly: what is not a whole decision about the request that was sent is none.
 * @throws WritUnavailable `malformed`, naming the field
 */
export function readDecision(text: string, requestId: string): Decision {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WritUnavailable("malformed", "the answer is not JSON");
  }
  if (!isJsonObject(value)) throw new WritUnavailable("malformed", "the answer is not an object");
  for (const [name, fits] of Object.entries(FIELDS)) {
    if (!fits(value[name])) throw new WritUnavailable("malformed", `the answer's /${name} is missing or wrong`);
  }
  const decision = value as unknown as Decision;
  if (decision.request_id !== requestId) {
    throw new WritUnavailable("malformed", "the answer's /request_id is that of another request");
  }
  if (decision.effect === "block" && decision.grant !== undefined) {
    throw new WritUnavailable("malformed", "the answer blocks, and has a /grant");
  }
  if (decision.effect !== "block" && decision.recorded === "none") {
    throw new WritUnavailable("malformed", "the answer's /recorded is none, and it does not block");
  }
  return decision;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function listOf(fits: (item: JsonObject) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every((item: unknown) => isJsonObject(item) && fits(item));
}

function optional(fits: (value: JsonObject) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || (isJsonObject(value) && fits(value));
}
