import type { ActionPart, CanonicalRefusal, Destination, Parse, Resource } from "../../domain/action.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { StandardVerb } from "../../domain/vocabulary.ts";
import type { HttpRequest } from "../http/request.ts";

/** A tool call as every format says it: which tool of which server, and its arguments. */
export interface NormalCall {
  readonly server: string;
  readonly name: string;
  readonly arguments: JsonObject;
  /** What it does, where the message itself says so, as methods of MCP do: the catalogue is not asked. */
  readonly meaning?: StatedMeaning;
  /** The HTTP request that it is: the catalogue's routes say what that does. */
  readonly http?: HttpRequest;
  /** What the digest binds beside the arguments, and no policy looks at. */
  readonly bound?: JsonObject;
}

/** What a message does that is no tool's call. */
export interface StatedMeaning {
  readonly verb: StandardVerb;
  readonly resource?: Resource;
  readonly destinations?: readonly Destination[];
  readonly parts?: readonly ActionPart[];
  readonly parse: Parse;
}

/** A payload that can be read but not judged. */
export interface FormatRefusal {
  readonly code: CanonicalRefusal;
  readonly message: string;
}

export type Refused = { readonly refusal: FormatRefusal };

export type FormatResult = { readonly call: NormalCall } | Refused;

/** Reads one payload of its format. `server` is "" unless the payload itself names one. */
export type FormatReader = (payload: JsonObject) => FormatResult;

export function refuse(code: CanonicalRefusal, message: string): Refused {
  return { refusal: { code, message } };
}
