import { invalidField, WritError } from "../../domain/errors.ts";
import type { Admission } from "../../domain/request.ts";
import { INTENT_HEADER } from "../forwarded/evidence.ts";
import { single } from "../forwarded/request.ts";
import { decodeId } from "../native/decode.ts";
import type { HeaderValues } from "../native/protocol.ts";
import type { Asker } from "./request.ts";

/** The agent's token as the enforcement point got it: `Authorization` is the enforcement point's own. */
const TOKEN_HEADER = "x-writ-agent-token";

/** RFC 6750 section 2.1, and a token by itself. */
const TOKEN = /^(?:Bearer +)?([\x21-\x7e]+)$/i;

/**
 * Who asks, with the proofs that came beside the document: a document would put them on record.
 * @throws WritError invalid_argument for a field that can be read in two ways
 */
export function decodeAsker(headers: HeaderValues, admission: Admission): Asker {
  const field = (name: string) => (name === "" ? "" : fieldOf(headers, name));
  const token = field(TOKEN_HEADER);
  const session = field(admission.carries.session_header);
  return {
    admission,
    token: token === "" ? "" : tokenIn(token),
    intent: field(INTENT_HEADER),
    session: session === "" ? "" : decodeId(session, `/headers/${admission.carries.session_header}`),
    request_id: requestId(headers),
  };
}

function tokenIn(value: string): string {
  const token = TOKEN.exec(value)?.[1];
  if (token === undefined)
    throw invalidField(`/headers/${TOKEN_HEADER}`, "must be a token, with or without Bearer before it");
  return token;
}

function fieldOf(headers: HeaderValues, name: string): string {
  const value = single(headers, name);
  if (value === undefined) throw invalidField(`/headers/${name}`, "is there twice");
  return value;
}

/** Any text: what is no id of Writ's is echoed, and not on record. */
function requestId(headers: HeaderValues): string {
  try {
    return decodeId(single(headers, "x-request-id") ?? "", "");
  } catch (error) {
    if (error instanceof WritError) return "";
    throw error;
  }
}
