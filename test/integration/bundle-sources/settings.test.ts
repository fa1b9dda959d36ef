import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeArchive } from "../../../src/adapters/bundles/archive.ts";
import { loadSigningKey } from "../../../src/adapters/bundles/keys.ts";
import { signBundle } from "../../../src/adapters/bundles/sign.ts";
import { openSource } from "../../../src/compose/bundle-sources.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { filesOf, keyPairFor, yamlToJson } from "../../unit/bundles/fixture.ts";
import { temporaryFolder } from "./opa-cli.ts";
import { never, problemOf, unsignedArchive } from "./values.ts";
import { webServer } from "./web-server.ts";

const dir = temporaryFolder();

describe("what is sent to a candidate's host", () => {
  const withToken = { WRIT_MODE: "development", WRIT_BUNDLE_BEARER_TOKEN: "of-the-source" };
  const withPassword = {
    WRIT_MODE: "development",
    WRIT_BUNDLE_REGISTRY_USERNAME: "writ",
    WRIT_BUNDLE_REGISTRY_PASSWORD: "of-the-source",
  };
  const basic = `Basic ${Buffer.from("writ:of-the-source").toString("base64")}`;

  /** What the candidate's host hears, when the active bundle is at this address. */
  const heard = async (source: (own: string) => string, candidate: (own: string) => string, env: object) => {
    const archive = await unsignedArchive();
    const server = await webServer((request, response) => {
      const isRegistry = request.url?.startsWith("/v2/") === true;
      if (isRegistry) response.writeHead(401, { "www-authenticate": 'Basic realm="r"' }).end();
      else response.writeHead(200, { "content-type": "application/gzip" }).end(archive);
    });
    const host = server.origin.slice("http://".length);
    const config = loadConfig({
      env: { ...env, WRIT_BUNDLE_SOURCE: source(host), WRIT_BUNDLE_CANDIDATE: candidate(host) },
    });
    if (config.bundle.candidate === undefined) throw new Error("no candidate");
    await openSource(config, config.bundle.candidate.address)
      .fetch(undefined, never)
      .catch(() => {});
    return server.requests.map(({ headers }) => headers.authorization).filter((value) => value !== undefined);
  };

  test.each([
    ["the same web server", (own: string) => `http://${own}/a.tar.gz`, ["Bearer of-the-source"]],
    ["another web server", () => "https://bundles.example/a.tar.gz", []],
    ["another port", () => "http://127.0.0.1:1/a.tar.gz", []],
    ["a folder", () => "/etc/writ/policy", ["Bearer of-the-source"]],
    ["a registry elsewhere", () => "oci://registry.example/writ:1", ["Bearer of-the-source"]],
  ])("is the token, if it is at %s", async (_, source, expected) => {
    expect(await heard(source, (own) => `http://${own}/b.tar.gz`, withToken)).toEqual(expected);
  });

  test.each([
    ["the same registry", (own: string) => `oci+http://${own}/a:1`, [basic]],
    ["another registry", () => "oci://registry.example/writ:1", []],
  ])("is the password, if it is at %s", async (_, source, expected) => {
    expect(await heard(source, (own) => `oci+http://${own}/b:1`, withPassword)).toEqual(expected);
  });
});

describe("what signatures have to say", () => {
  const pair = keyPairFor("ES256");
  const keyFile = join(dir, "release.pem");
  const path = join(dir, "bundle.tar.gz");

  test.each([
    [{}, {}, undefined],
    [{ scope: "staging" }, {}, "is for another scope"],
    [{}, { WRIT_BUNDLE_SIGNATURE_SCOPE: "production" }, "is for another scope"],
    [{ scope: "staging" }, { WRIT_BUNDLE_SIGNATURE_SCOPE: "production" }, "is for another scope"],
    [{ scope: "production" }, { WRIT_BUNDLE_SIGNATURE_SCOPE: "production" }, undefined],
    [{ issuer: "ci" }, {}, undefined],
    [{}, { WRIT_BUNDLE_SIGNATURE_ISSUER: "ci" }, "is of another issuer"],
    [{ issuer: "ci" }, { WRIT_BUNDLE_SIGNATURE_ISSUER: "ci" }, undefined],
  ] as const)("signed with %j, configured %j", async (signed: { scope?: string; issuer?: string }, env, problem) => {
    const { scope, ...issuer } = signed;
    const key = { ...loadSigningKey("ES256", pair.privateKey), ...(scope === undefined ? {} : { scope }) };
    const files = filesOf({ "policy/p.rego": "package policy.p\n" });
    writeFileSync(keyFile, pair.publicKey);
    writeFileSync(path, await writeArchive(await signBundle(files, { key, keyId: "release", ...issuer }, yamlToJson)));
    const keys = { WRIT_BUNDLE_VERIFICATION_KEYS: `release=ES256:${keyFile}` };
    const config = loadConfig({ env: { ...keys, ...env, WRIT_BUNDLE_SOURCE: path } });
    const source = openSource(config, config.bundle.active);
    if (problem === undefined) expect((await source.fetch(undefined, never))?.files.has("policy/p.rego")).toBe(true);
    else expect((await problemOf(source)).message).toContain(problem);
  });
});
