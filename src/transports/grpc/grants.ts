import { create } from "@bufbuild/protobuf";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Redeemed } from "../../domain/grant.ts";
import type { JsonObject } from "../../domain/json.ts";
import {
  GrantServiceGetRequestSchema,
  GrantServiceGetResponseSchema,
  GrantServiceRevokeRequestSchema,
  GrantServiceRevokeResponseSchema,
  IntrospectRequestSchema,
  IntrospectResponseSchema,
  type RedeemRequest,
  RedeemRequestSchema,
  type RedeemResponse,
  RedeemResponseSchema,
} from "../../gen/writ/v1/grant_pb.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeRedeem, decodeToken } from "../native/decode-grant.ts";
import { encodeHistory, encodeRedeemed } from "../native/encode-grant.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { admit } from "./admit.ts";
import { unary } from "./unary.ts";

const utf8 = new TextEncoder();

export function grantService(service: Service): UntypedServiceImplementation {
  const { grants } = service;
  return {
    Redeem: unary(service, async (bytes, call) => {
      const message = readMessage(RedeemRequestSchema, bytes);
      refuseUnknown("", message, message.proof);
      const grant_id = decodeId(message.grantId, "/grant_id");
      const wanted = decodeRedeem(redeemJson(message));
      const redeemed = await grants.redeem({ ...wanted, grant_id }, await admit(service, call));
      return writeMessage(RedeemResponseSchema, redeemedMessage(redeemed));
    }),
    Introspect: unary(service, async (bytes, call) => {
      const message = readMessage(IntrospectRequestSchema, bytes);
      refuseUnknown("", message);
      const token = decodeToken(message.token, "/token");
      const { active, ...claims } = await grants.introspect(token, await admit(service, call));
      const said = active === true ? { active, claimsJson: jsonBytes(claims) } : {};
      return writeMessage(IntrospectResponseSchema, create(IntrospectResponseSchema, said));
    }),
    Revoke: unary(service, async (bytes, call) => {
      const message = readMessage(GrantServiceRevokeRequestSchema, bytes);
      refuseUnknown("", message);
      const grantId = decodeId(message.grantId, "/grant_id");
      const revoked = await grants.revoke(grantId, await admit(service, call));
      const answer = create(GrantServiceRevokeResponseSchema, { grantId, revoked });
      return writeMessage(GrantServiceRevokeResponseSchema, answer);
    }),
    Get: unary(service, async (bytes, call) => {
      const message = readMessage(GrantServiceGetRequestSchema, bytes);
      refuseUnknown("", message);
      const id = decodeId(message.grantId, "/grant_id");
      const admission = await admit(service, call);
      const grant = encodeHistory(await grants.get(id, admission), admission.now_ms);
      const answer = { state: String(grant["state"]), grantJson: jsonBytes(grant) };
      return writeMessage(GrantServiceGetResponseSchema, create(GrantServiceGetResponseSchema, answer));
    }),
  };
}

/** As HTTP would have sent it. */
function redeemJson({ token, actionDigest, secretRef, proof }: RedeemRequest): JsonObject {
  const said = (fields: Readonly<Record<string, string>>): JsonObject =>
    Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ""));
  return {
    ...said({ token, action_digest: actionDigest, secret_ref: secretRef }),
    ...(proof === undefined
      ? {}
      : {
          proof: said({
            token: proof.token,
            method: proof.method,
            uri: proof.uri,
            certificate: proof.certificate,
          }),
        }),
  };
}

function redeemedMessage(redeemed: Redeemed): RedeemResponse {
  const { grant, redemption, action, scopes, role, mount } = redeemed;
  const said = encodeRedeemed(redeemed);
  const { type, uri } = action.resource ?? {};
  return create(RedeemResponseSchema, {
    grantId: grant.id,
    redemptionId: redemption.id,
    decisionId: grant.decision_id,
    redeemedAt: String(said["redeemed_at"]),
    agent: grant.agent,
    onBehalfOf: grant.on_behalf_of,
    task: grant.task,
    audience: grant.audience,
    kind: grant.kind,
    template: grant.template,
    scopes: [...scopes],
    action: {
      verb: action.verb,
      ...(action.resource === undefined ? {} : { resource: { type: String(type), uri: String(uri) } }),
      destinations: action.destinations.map(({ kind, value }) => ({ kind: String(kind), value: String(value) })),
      digest: action.digest,
    },
    credentialTtlS: BigInt(redeemed.credential_ttl_s),
    credentialExpiresAt: String(said["credential_expires_at"]),
    expiresAt: String(said["expires_at"]),
    reference: grant.reference,
    role,
    mount,
    legacy: grant.kind === "legacy",
  });
}

function jsonBytes(value: JsonObject): Uint8Array {
  return utf8.encode(JSON.stringify(value));
}
