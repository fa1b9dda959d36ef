import type { CanonicalRefusal } from "../../domain/action.ts";
import type { JsonObject } from "../../domain/json.ts";

/** A tool call as every format says it: which tool of which server, and its arguments. */
export interface NormalCall {
  readonly server: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

/** A payload that can be read but not judged. */
export interface FormatRefusal {
  readonly code: CanonicalRefusal;
  readonly message: string;
}

export type FormatResult = { readonly call: NormalCall } | { readonly refusal: FormatRefusal };

/** Reads one payload of its format. `server` is "" unless the payload itself names one. */
export type FormatReader = (payload: JsonObject) => FormatResult;

export function refuse(code: CanonicalRefusal, message: string): { readonly refusal: FormatRefusal } {
  return { refusal: { code, message } };
}
