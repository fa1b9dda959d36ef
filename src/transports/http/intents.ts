import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeDerive, decodeIntentList, decodeIssue } from "../native/decode-intent.ts";
import { encodeIntentPage, encodeIssued, encodeRevocation } from "../native/encode-intent.ts";
import { admit, bodyOf, idIn, refuseFields } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `POST /v1/intents` */
export function issueIntent(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const issued = await service.intents.issue(decodeIssue(parseStrictJson(bodyOf(request))), admission);
    return JSON.stringify(encodeIssued(issued));
  };
}

/** `GET /v1/intents` */
export function listIntents(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { filter, size } = decodeIntentList(request.query as JsonObject);
    return JSON.stringify(encodeIntentPage(await service.intents.list(filter, size, admission), size));
  };
}

/** `GET /v1/intents/{id}` */
export function getIntent(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    return JSON.stringify(encodeIssued(await service.intents.get(idIn(request), admission)));
  };
}

const ABOUT_ONE = /^(.*):(derive|approve|deny|revoke)$/;

/** `POST /v1/intents/{id}:derive`, `:approve`, `:deny` and `:revoke`. */
export function postToIntent(service: Service): Handler {
  return async (request) => {
    const [, before = "", command] = ABOUT_ONE.exec((request.params as { readonly id: string }).id) ?? [];
    if (command === undefined) throw new WritError("not_found", "there is nothing at this path");
    const admission = await admit(service, request);
    const id = decodeId(before, "/id");
    const body = bodyOf(request);
    if (command === "derive") {
      return JSON.stringify(
        encodeIssued(await service.intents.derive(decodeDerive(parseStrictJson(body), id), admission)),
      );
    }
    refuseFields(body);
    if (command === "revoke") return JSON.stringify(encodeRevocation(await service.intents.revoke(id, admission)));
    return JSON.stringify(encodeIssued(await service.intents.decide(id, command as "approve" | "deny", admission)));
  };
}
