import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder, type Run, STARTER, writ } from "../support/policy-cli.ts";

/** A built starter, to be signed. */
let built: string;
beforeAll(async () => {
  built = join(mkdtempSync(join(tmpdir(), "writ-policy-built-")), "bundle.tar.gz");
  expect(await writ(["build", STARTER, "-o", built])).toMatchObject({ code: 0, stderr: "" });
});
afterAll(() => rmSync(dirname(built), { recursive: true, force: true }));

describe("sign and verify", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const other = generateKeyPairSync("ec", { namedCurve: "P-256" });

  function keys(dir: string): { readonly sign: string; readonly verify: string; readonly wrong: string } {
    const write = (name: string, text: string | Buffer): string => {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    };
    return {
      sign: write("sign.pem", privateKey.export({ format: "pem", type: "pkcs8" })),
      verify: write("verify.pem", publicKey.export({ format: "pem", type: "spki" })),
      wrong: write("wrong.pem", other.publicKey.export({ format: "pem", type: "spki" })),
    };
  }

  test("only the key that signed verifies, and only what it signed", async () => {
    const dir = folder();
    const { sign, verify, wrong } = keys(dir);
    const signed = join(dir, "signed.tar.gz");
    const run = await writ(["sign", built, "--key", sign, "--key-id", "k1", "-o", signed]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const check = (bundle: string, key: string, id = "k1") => writ(["verify", bundle, "--key", key, "--key-id", id]);
    expect(await check(signed, verify)).toMatchObject({ code: 0, stderr: "" });
    expect(await check(signed, wrong)).toMatchObject({ code: 3, stdout: "" });
    expect(await check(signed, verify, "k2")).toMatchObject({ code: 3, stdout: "" });
    expect(await check(built, verify)).toMatchObject({ code: 3, stderr: expect.stringContaining("is not signed") });
    expect((await writ(["inspect", signed])).stdout).toMatch(/^signed +yes \(not verified\)$/m);
  });

  test("OPA itself takes the signature", async () => {
    const dir = folder();
    const { sign, verify } = keys(dir);
    const signed = join(dir, "signed.tar.gz");
    await writ(["sign", built, "--key", sign, "--key-id", "k1", "-o", signed]);
    const args = [
      "build",
      "-b",
      signed,
      "--verification-key",
      verify,
      "--verification-key-id",
      "k1",
      "--signing-alg",
      "ES256",
    ];
    const opa = await new Promise<Run>((done) => {
      execFile(resolve("var/bin/opa"), [...args, "-o", join(dir, "again.tar.gz")], (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
    expect(opa).toMatchObject({ code: 0, stderr: "" });
  });

  test("a private key does not verify, and no message repeats a key", async () => {
    const dir = folder();
    const { sign } = keys(dir);
    const run = await writ(["verify", built, "--key", sign, "--key-id", "k1"]);
    expect(run.code).not.toBe(0);
    expect(run.stderr).not.toContain("PRIVATE KEY");
  });
});
