import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { openBundleSource } from "../../../src/adapters/bundles/open.ts";
import type { S3Settings } from "../../../src/adapters/bundles/settings.ts";
import { obtainCounterpart } from "../../../tools/counterparts/obtain.ts";
import { eventually, hasGo, started, temporaryFolder } from "./opa-cli.ts";
import { freePort, lookAt, never, problemOf, READING, signedArchive, unsignedArchive } from "./values.ts";

const BUILD_MS = 20 * 60_000;
const BUCKET = "policies";
const SECRET = "a-secret-access-key-that-nobody-else-has";
const credentials = { accessKeyId: "writ", secretAccessKey: SECRET };
const dir = temporaryFolder();

let endpoint: string;
let client: S3Client;

beforeAll(async () => {
  if (!hasGo) return;
  const program = await obtainCounterpart("s3", resolve("."));
  const folder = join(dir, "objects");
  mkdirSync(folder);
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  started(program, [folder, `127.0.0.1:${port}`], { S3_ACCESS_KEY_ID: "writ", S3_SECRET_ACCESS_KEY: SECRET });
  client = new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true });
  await eventually(() => client.send(new CreateBucketCommand({ Bucket: BUCKET })), "the S3 server");
}, BUILD_MS);

const put = (Key: string, Body: Buffer) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

const open = (key: string, changes: Partial<S3Settings> = {}) =>
  openBundleSource(
    { kind: "s3", bucket: BUCKET, key, region: "us-east-1", endpoint, credentials, ...changes },
    READING,
  );

describe.skipIf(!hasGo)("an S3 server that verifies every request (needs Go)", () => {
  test("gives a bundle once, and again when it changed", async () => {
    await put("p/bundle.tar.gz", await signedArchive("one"));
    const source = open("p/bundle.tar.gz");
    const first = await lookAt(source);
    expect(first?.mark).toBe("one");
    expect(await lookAt(source, first?.version)).toBeUndefined();
    await put("p/bundle.tar.gz", await signedArchive("two"));
    const second = await lookAt(source, first?.version);
    expect(second?.mark).toBe("two");
    expect(second?.version).not.toBe(first?.version);
    await source.close();
  });

  test("is asked by a new source whether the bundle is still the one that was known", async () => {
    await put("kept.tar.gz", await signedArchive("kept"));
    const version = (await lookAt(open("kept.tar.gz")))?.version;
    expect(await lookAt(open("kept.tar.gz"), version)).toBeUndefined();
  });

  test("has names that need escapes", async () => {
    await put("a b/ü+&=.tar.gz", await signedArchive("odd"));
    expect((await lookAt(open("a b/ü+&=.tar.gz")))?.mark).toBe("odd");
  });

  test("gives what is refused by name", async () => {
    await put("unsigned.tar.gz", await unsignedArchive());
    expect(await problemOf(open("unsigned.tar.gz"))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/is not signed/),
    });
    await put("text", Buffer.from("<html>"));
    expect(await problemOf(open("text"))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/not gzip/),
    });
  });

  test("says no, and nothing of that repeats a secret", async () => {
    const wrong = { accessKeyId: "writ", secretAccessKey: "another-secret-access-key" };
    const refusals = [
      [open("none.tar.gz"), "s3://policies/none.tar.gz cannot be read (NoSuchKey, status 404)"],
      [open("x", { bucket: "none-at-all" }), "s3://none-at-all/x cannot be read (NoSuchBucket, status 404)"],
      [
        open("p/bundle.tar.gz", { credentials: wrong }),
        "s3://policies/p/bundle.tar.gz cannot be read (SignatureDoesNotMatch, status 403)",
      ],
    ] as const;
    for (const [source, message] of refusals) {
      expect(await problemOf(source)).toEqual({ code: "unavailable", message });
      expect(source.description).not.toContain("secret");
    }
  });

  test("is away", async () => {
    const source = open("x", { endpoint: `http://127.0.0.1:${await freePort()}` });
    expect(await problemOf(source)).toEqual({
      code: "unavailable",
      message: "s3://policies/x cannot be read (ECONNREFUSED)",
    });
  });

  test("has an address that is one, without credentials", () => {
    expect(() => open("x", { endpoint: "minio:9000" })).toThrow(/is not one of http or https/);
    expect(() => open("x", { endpoint: "http://writ:hunter2@minio:9000" })).toThrow(
      /^the bundle's URL \(http:\/\/minio:9000\/\) holds credentials$/,
    );
  });

  test("is not waited for once the caller gave up", async () => {
    await expect(open("p/bundle.tar.gz").fetch(undefined, AbortSignal.abort(new Error("stopping")))).rejects.toThrow(
      "stopping",
    );
  });
});

test.skipIf(!hasGo)("the same server without credentials (needs Go) is a plain web server with ETags", async () => {
  const Statement = [
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${BUCKET}/public/*` },
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await client.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
  await put("public/bundle.tar.gz", await signedArchive("one"));
  const source = openBundleSource(
    { kind: "http", url: `${endpoint}/${BUCKET}/public/bundle.tar.gz`, wait_s: 0 },
    READING,
  );
  const first = await lookAt(source);
  expect(first?.mark).toBe("one");
  expect(await lookAt(source, first?.version)).toBeUndefined();
  await put("public/bundle.tar.gz", await signedArchive("two"));
  expect((await lookAt(source, first?.version))?.mark).toBe("two");
  expect(await source.fetch(first?.version, never)).toBeDefined();
});
