import type { S3Client } from "@aws-sdk/client-s3";
import { WritError } from "../../../domain/errors.ts";
import type { BundleSource } from "../../../ports/bundle-source.ts";
import { parseHttpUrl } from "../http-get.ts";
import { MAX_ARCHIVE_BYTES } from "../limits.ts";
import { digestOf, type Reading, readBounded, receiveArchive } from "../receive.ts";
import { reasonOf, unreachable } from "../refused.ts";
import type { S3Settings } from "../settings.ts";

const CONNECT_TIMEOUT_MS = 10_000;

/** The largest archive at some 500 kB/s. */
const REQUEST_TIMEOUT_MS = 120_000;

/** An object in S3, or in another store that speaks its protocol. Its version is the ETag. */
export function openS3(settings: S3Settings, reading: Reading): BundleSource {
  const { bucket, key } = settings;
  const where = `s3://${bucket}/${key}`;
  let client: S3Client | undefined;
  return {
    description: settings.endpoint === undefined ? where : `${where} at ${parseHttpUrl(settings.endpoint).origin}`,
    async fetch(known, signal) {
      const sdk = await import("@aws-sdk/client-s3");
      client ??= new sdk.S3Client(clientOptions(settings));
      const get = new sdk.GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(known === undefined ? {} : { IfNoneMatch: known }),
      });
      try {
        const { ETag, Body } = await client.send(get, { abortSignal: signal });
        const body = await readBounded(Body as AsyncIterable<Uint8Array>, MAX_ARCHIVE_BYTES, where);
        const version = ETag ?? digestOf(body);
        return version === known ? undefined : { version, files: await receiveArchive(body, reading) };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof WritError) throw error;
        if (statusOf(error) === 304) return undefined;
        throw unreachable(`${where} cannot be read (${reasonFrom(error)})`);
      }
    },
    async close() {
      client?.destroy();
    },
  };
}

function clientOptions({ region, endpoint, credentials }: S3Settings) {
  return {
    region,
    // Another provider's bucket is a path: names below its host would need certificates of their own.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    // How often to try again is the caller's to say.
    maxAttempts: 1,
    // Not every store sends the checksums that AWS's clients ask for by now; the signature says more.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  } as const;
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** `NoSuchKey, status 404`: names of errors, no text of the server's, which may repeat the request. */
function reasonFrom(error: unknown): string {
  const status = statusOf(error);
  return status === undefined ? reasonOf(error) : `${(error as Error).name}, status ${status}`;
}
