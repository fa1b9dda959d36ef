import { readFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { WritError } from "../../../domain/errors.ts";
import type { BundleSource } from "../../../ports/bundle-source.ts";
import { httpGet, parseHttpUrl, shownUrl } from "../http-get.ts";
import { MAX_ARCHIVE_BYTES } from "../limits.ts";
import { digestOf, type Reading, receiveArchive } from "../receive.ts";
import { reasonOf, refused, unreachable } from "../refused.ts";
import type { BearerSettings, HttpSettings } from "../settings.ts";

/** What OPA's bundle service calls its answers, and by which it says that it can wait (OPA documentation, "Bundle Service API"). */
const BUNDLE_TYPE = "application/vnd.openpolicyagent.bundles";

/** What web servers call a `.tar.gz`. */
const ARCHIVE_TYPES = new Set([
  BUNDLE_TYPE,
  "application/gzip",
  "application/x-gzip",
  "application/octet-stream",
  "application/x-tar",
  "application/x-gtar",
  "application/x-compressed-tar",
  "application/tar+gzip",
]);

/** The version of an answer without an ETag; a server is not asked about it. */
const OWN_VERSION = /^sha256:[0-9a-f]{64}$/;

/** An OPA bundle service, or a plain web server. Its version is the ETag. */
export function openHttp(settings: HttpSettings, reading: Reading): BundleSource {
  const url = parseHttpUrl(settings.url);
  let canWait = false;
  return {
    description: shownUrl(url),
    async fetch(known, signal) {
      const wait_s = canWait && known !== undefined ? settings.wait_s : 0;
      const { status, headers, body } = await httpGet({
        url,
        headers: {
          accept: `${BUNDLE_TYPE}, application/gzip;q=0.9, */*;q=0.5`,
          prefer: `modes=snapshot${wait_s > 0 ? `;wait=${wait_s}` : ""}`,
          ...(known === undefined || OWN_VERSION.test(known) ? {} : { "if-none-match": known }),
        },
        authorization: await authorizationOf(settings),
        tls: settings.tls,
        maxBytes: MAX_ARCHIVE_BYTES,
        wait_s,
        redirects: "same_origin",
        signal,
      });
      if (status === 304 && known !== undefined) return undefined;
      if (status !== 200) throw answeredOtherwise(shownUrl(url), status, headers);
      const type = mediaType(headers);
      if (type !== "" && !ARCHIVE_TYPES.has(type))
        throw refused(`${shownUrl(url)} answers with ${type}, not with a bundle`);
      canWait = settings.wait_s > 0 && type === BUNDLE_TYPE;
      const version = headers.etag || digestOf(body);
      return version === known ? undefined : { version, files: await receiveArchive(body, reading) };
    },
    async close() {},
  };
}

async function authorizationOf({ bearerToken, bearerTokenFile }: BearerSettings): Promise<string | undefined> {
  if (bearerTokenFile === undefined) return bearerToken === undefined ? undefined : `Bearer ${bearerToken}`;
  const token = await readFile(bearerTokenFile, "utf8").catch((error) => {
    throw unreachable(`${bearerTokenFile} cannot be read (${reasonOf(error)})`);
  });
  return `Bearer ${token.trim()}`;
}

function answeredOtherwise(where: string, status: number, headers: IncomingHttpHeaders): WritError {
  const seconds = Number(headers["retry-after"]);
  return new WritError("unavailable", `${where} answers with status ${status}`, {
    ...(Number.isInteger(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  });
}

function mediaType(headers: IncomingHttpHeaders): string {
  return (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
