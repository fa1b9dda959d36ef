import { WritError } from "../../domain/errors.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeKid, decodeRotation } from "../native/decode-keys.ts";
import { encodeKeyRevocation, encodeKeys, encodeRotation } from "../native/encode-keys.ts";
import { admit, bodyOf } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `GET /v1/keys` */
export function listKeys(service: Service): Handler {
  return async (request) => JSON.stringify(encodeKeys(await service.keys.list(await admit(service, request))));
}

/** `POST /v1/keys:rotate` */
export function rotateKeys(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const body = bodyOf(request);
    const order = decodeRotation(body.length === 0 ? undefined : parseStrictJson(body));
    return JSON.stringify(encodeRotation(await service.keys.rotate(order, admission)));
  };
}

/** `POST /v1/keys:rewrap` */
export function rewrapKeys(service: Service): Handler {
  return async (request) => JSON.stringify(await service.keys.rewrap(await admit(service, request)));
}

const ABOUT_ONE = /^(.*):revoke$/;

/** `POST /v1/keys/{kid}:revoke` */
export function revokeKey(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const [, kid] = ABOUT_ONE.exec((request.params as { readonly id: string }).id) ?? [];
    if (kid === undefined) throw new WritError("not_found", "there is nothing at this path");
    return JSON.stringify(encodeKeyRevocation(await service.keys.revoke(decodeKid(kid), admission)));
  };
}
