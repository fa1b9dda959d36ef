import { invalidField } from "../../domain/errors.ts";
import { stringField } from "../../domain/fields.ts";
import { isJsonObject, type JsonObject, memberOf, pointerTo } from "../../domain/json.ts";
import type { Admission } from "../../domain/request.ts";
import { evidenceOf } from "../forwarded/evidence.ts";
import type { ForwardedEvidence, ForwardedRequest } from "../forwarded/request.ts";
import { decodeId } from "../native/decode.ts";
import { addHeader } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";

/** A header field is no longer anywhere. */
const MAX_FIELD_CHARS = 65_536;

const METADATA = "/metadata_context";

/**
 * Who acts: the agent that the gateway has verified, where the caller's configuration says in which metadata to look (`carries.agent_metadata`),
 * else what the head of the request proves.
 * @throws WritError invalid_argument for what can be read in two ways
 */
export function evidenceFrom(headers: HeaderValues, metadata: JsonObject, admission: Admission): ForwardedEvidence {
  const evidence = evidenceOf(clientRequest(headers), admission);
  const stated = admission.vouches ? statedAgent(metadata, admission) : undefined;
  return stated === undefined ? evidence : { ...evidence, agent: { id: stated } };
}

/**
 * agentgateway sends no head with an answer; its configuration can repeat fields of the request's in the metadata, as the object `headers`.
 * @throws WritError invalid_argument for what is no object of texts
 */
export function repeatedHeaders({ headers = {} }: JsonObject): HeaderValues {
  if (!isJsonObject(headers)) throw invalidField(`${METADATA}/headers`, "must be an object");
  const found = new Map<string, string[]>();
  for (const [name, value] of Object.entries(headers)) {
    addHeader(found, name, stringField(value, pointerTo(`${METADATA}/headers`, name), MAX_FIELD_CHARS));
  }
  return found;
}

function clientRequest(headers: HeaderValues): ForwardedRequest {
  const [host = headers.get("host")?.[0] ?? ""] = headers.get(":authority") ?? [];
  return {
    method: headers.get(":method")?.[0] ?? "POST",
    scheme: headers.get(":scheme")?.[0] ?? "",
    host,
    target: headers.get(":path")?.[0] ?? "/",
    headers,
    body: "absent",
    server: "",
  };
}

/** At the top, or where Envoy's own metadata has it (envoy.config.core.v3.Metadata.filter_metadata). */
function statedAgent(metadata: JsonObject, { carries: { agent_metadata } }: Admission): string | undefined {
  if (agent_metadata === undefined) return undefined;
  const { namespace, path } = agent_metadata;
  const filters = memberOf(metadata, "filter_metadata");
  const [found, ...more] = [memberOf(metadata, namespace), memberOf(filters, namespace)].filter(
    (it) => it !== undefined,
  );
  if (more.length > 0) throw invalidField(pointerTo(METADATA, namespace), "is there twice");
  const value = path.reduce(memberOf, found);
  return value === undefined ? undefined : decodeId(value, pointerTo(METADATA, namespace));
}
