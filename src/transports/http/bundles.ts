import { WritError } from "../../domain/errors.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { BundleCommand } from "../../pipeline/bundle-commands.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeDigest, decodeOrderNote } from "../native/decode-bundle.ts";
import { encodeComparison, encodeOrder, encodeOverview } from "../native/encode-bundle.ts";
import { admit, bodyOf } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `GET /v1/bundles` */
export function listBundles(service: Service): Handler {
  return async (request) =>
    JSON.stringify(encodeOverview(await service.bundles.overview(await admit(service, request))));
}

/** `GET /v1/bundles:compare` */
export function compareBundles(service: Service): Handler {
  return async (request) => {
    const { candidate } = request.query as { readonly candidate?: string };
    const wanted = candidate === undefined ? undefined : decodeDigest(candidate, "/candidate");
    return JSON.stringify(encodeComparison(await service.bundles.compare(wanted, await admit(service, request))));
  };
}

/** `POST /v1/bundles:rollback` and `:unpin` */
export function orderBundle(service: Service, command: "rollback" | "unpin"): Handler {
  return (request) => order(service, { command }, request);
}

const ABOUT_ONE = /^(.*):(activate|pin)$/;

/** `POST /v1/bundles/{digest}:activate` and `:pin`. A digest has a colon, so that the router does not take it apart. */
export function orderOneBundle(service: Service): Handler {
  return (request) => {
    const { id } = request.params as { readonly id: string };
    const [, digest = "", command] = ABOUT_ONE.exec(id) ?? [];
    if (command === undefined) throw new WritError("not_found", "there is nothing at this path");
    const about = { command: command as "activate" | "pin", digest: decodeDigest(digest, "/digest") };
    return order(service, about, request);
  };
}

async function order(
  service: Service,
  about: Pick<BundleCommand, "command" | "digest">,
  request: Parameters<Handler>[0],
): Promise<string> {
  const body = bodyOf(request);
  const note = decodeOrderNote(body.length === 0 ? undefined : parseStrictJson(body));
  return JSON.stringify(encodeOrder(await service.bundles.order({ ...about, ...note }, await admit(service, request))));
}
