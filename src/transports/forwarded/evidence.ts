import type { Admission, AgentEvidence } from "../../domain/request.ts";
import { decodeId } from "../native/decode.ts";
import { fieldOf } from "../native/headers.ts";
import { pathOf } from "../native/target.ts";
import type { ForwardedEvidence, ForwardedRequest } from "./request.ts";

/** A signed intent goes with the request: whoever writes the field can present no other than its own. */
export const INTENT_HEADER = "x-writ-intent";

/** The agent's token, where `Authorization` is that of whoever asks. */
export const AGENT_TOKEN_HEADER = "x-writ-agent-token";

/** RFC 6750 section 2.1, RFC 9449 section 7.1, and a token by itself. */
const TOKEN = /^(?:(Bearer|DPoP) +)?([\x21-\x7e]+)$/i;

/**
 * Who acts, for what task, in which session: from proofs that came with the request, and from what the caller's configuration says that
 * it vouches for.
 * @param certificate the agent's, where the gateway's protocol has a place for it
 * @throws WritError invalid_argument for a field that can be read in two ways
 */
export function evidenceOf(
  request: ForwardedRequest,
  { carries, vouches, forwards_certificates }: Admission,
  certificate = "",
): ForwardedEvidence {
  const field = (name: string) => (name === "" ? "" : fieldOf(request.headers, name));
  const named = vouches ? field(carries.agent_header) : "";
  const intent = field(INTENT_HEADER);
  const session = field(carries.session_header);
  const forwarded = forwards_certificates ? certificate || field("x-forwarded-client-cert") : "";
  return {
    agent: named === "" ? proofOf(request, field(carries.token_header), forwarded) : { id: decodeId(named, "/agent") },
    ...(intent === "" ? {} : { intent: { token: intent } }),
    session: session === "" ? "" : decodeId(session, "/session"),
  };
}

function proofOf(request: ForwardedRequest, authorization: string, certificate: string): AgentEvidence {
  const shown = certificate === "" ? {} : { certificate };
  // Another scheme's credentials (Basic) are the upstream server's: they prove nothing here, and nothing is believed of them.
  const [, , token] = TOKEN.exec(authorization) ?? [];
  if (token === undefined) return shown;
  const proof = fieldOf(request.headers, "dpop");
  if (proof === "") return { ...shown, token };
  const uri = `${request.scheme || "https"}://${request.host}${pathOf(request.target)}`;
  return { ...shown, token, proof: { token: proof, method: request.method, uri } };
}
