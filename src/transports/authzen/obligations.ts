import type { Obligation } from "../../domain/decision.ts";
import { listField, stringField } from "../../domain/fields.ts";
import type { JsonObject } from "../../domain/json.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";

/** Obligations Extension, draft 1: who lists it denies whatever comes with an obligation that it cannot fulfil. */
const EXTENSION = "obligations";

/** More than any policy asks of one gateway. */
const MAX_TYPES = 100;

/**
 * The obligations that a request says its enforcement point fulfils; undefined where it says nothing, so that its configuration counts.
 * The extension's draft 1 and the profile of July 2026 name the lists differently. What is not among `advertised` does not count.
 * @throws WritError invalid_argument
 */
export function declaredObligations(context: JsonObject, advertised: readonly string[]): readonly string[] | undefined {
  const adopted = textsIn(context, "supported_mandatory_extensions")?.includes(EXTENSION) ?? false;
  const types = adopted ? (textsIn(context, "supported_obligations") ?? []) : textsIn(context, "obligations_supported");
  return types?.filter((type) => advertised.includes(type));
}

function textsIn(context: JsonObject, name: string): readonly string[] | undefined {
  const value = context[name];
  if (value === undefined) return undefined;
  return listField(value, `/context/${name}`, MAX_TYPES, (item, at) => stringField(item, at, MAX_ID_CHARS));
}

/** The obligation object of the drafts. */
interface EncodedObligation {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * `obligations` are mandatory for whoever gets them, so that only what is required, and what the enforcement point has said to
 * fulfil, is one; all else is `advice`.
 */
export function encodeObligations(
  obligations: readonly Obligation[],
  supported: readonly string[] | "any",
): { readonly obligations?: readonly EncodedObligation[]; readonly advice?: readonly EncodedObligation[] } {
  const mandatory = obligations.filter(
    ({ type, fulfillment }) => fulfillment === "required" && (supported === "any" || supported.includes(type)),
  );
  const advice = obligations.filter((obligation) => !mandatory.includes(obligation));
  return {
    ...(mandatory.length === 0 ? {} : { obligations: mandatory.map((it, index) => encodeOne(it, `obl-${index + 1}`)) }),
    ...(advice.length === 0 ? {} : { advice: advice.map((it, index) => encodeOne(it, `adv-${index + 1}`)) }),
  };
}

function encodeOne({ type, fulfillment: _, ...properties }: Obligation, id: string): EncodedObligation {
  return { id, type, properties };
}
