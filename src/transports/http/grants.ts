import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeGrantQuery, decodeLegacyQuery, decodeRedeem } from "../native/decode-grant.ts";
import { encodeGrants, encodeHistory, encodeLegacy, encodeRedeemed } from "../native/encode-grant.ts";
import { admit, bodyOf, idIn, refuseFields } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `GET /v1/grants` */
export function listGrants(service: Service): Handler {
  return async (request) => {
    const { filter, page } = decodeGrantQuery(request.query as JsonObject);
    const admission = await admit(service, request);
    const grants = await service.grants.list(filter, page, admission);
    return JSON.stringify(encodeGrants(grants, page.size, admission.now_ms));
  };
}

/** `GET /v1/grants:legacy` */
export function listLegacy(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const sinceMs = decodeLegacyQuery(request.query as JsonObject, admission.now_ms);
    return JSON.stringify(encodeLegacy(await service.grants.legacy(sinceMs, admission), sinceMs));
  };
}

/** `GET /v1/grants/{id}` */
export function getGrant(service: Service): Handler {
  return async (request) => {
    const id = idIn(request);
    const admission = await admit(service, request);
    return JSON.stringify(encodeHistory(await service.grants.get(id, admission), admission.now_ms));
  };
}

const ABOUT_ONE = /^(.*):(redeem|revoke)$/;

/** `POST /v1/grants/{id}:redeem` and `:revoke` */
export function postGrant(service: Service): Handler {
  return async (request) => {
    const { id: text } = request.params as { readonly id: string };
    const [, subject = "", command] = ABOUT_ONE.exec(text) ?? [];
    if (command === undefined) throw new WritError("not_found", "there is nothing at this path");
    const id = decodeId(subject, "/id");
    const admission = await admit(service, request);
    if (command === "redeem") {
      const wanted = decodeRedeem(parseStrictJson(bodyOf(request)));
      return JSON.stringify(encodeRedeemed(await service.grants.redeem({ ...wanted, grant_id: id }, admission)));
    }
    refuseFields(bodyOf(request));
    return JSON.stringify({ grant_id: id, revoked: await service.grants.revoke(id, admission) });
  };
}
