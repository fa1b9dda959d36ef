import { invalidField } from "../../domain/errors.ts";
import type { Admission } from "../../domain/request.ts";
import { AGENT_TOKEN_HEADER, INTENT_HEADER } from "../forwarded/evidence.ts";
import { decodeId } from "../native/decode.ts";
import { fieldOf, requestIdOf } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";
import type { Asker } from "./request.ts";

/** RFC 6750 section 2.1, and a token by itself. */
const TOKEN = /^(?:Bearer +)?([\x21-\x7e]+)$/i;

/**
 * Who asks, with the proofs that came beside the document: a document would put them on record.
 * @throws WritError invalid_argument for a field that can be read in two ways
 */
export function decodeAsker(headers: HeaderValues, admission: Admission): Asker {
  const field = (name: string) => (name === "" ? "" : fieldOf(headers, name));
  const token = field(AGENT_TOKEN_HEADER);
  const session = field(admission.carries.session_header);
  return {
    admission,
    token: token === "" ? "" : tokenIn(token),
    intent: field(INTENT_HEADER),
    session: session === "" ? "" : decodeId(session, `/headers/${admission.carries.session_header}`),
    request_id: requestIdOf(headers),
  };
}

function tokenIn(value: string): string {
  const token = TOKEN.exec(value)?.[1];
  if (token === undefined)
    throw invalidField(`/headers/${AGENT_TOKEN_HEADER}`, "must be a token, with or without Bearer before it");
  return token;
}
