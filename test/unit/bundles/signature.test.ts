import { createHmac } from "node:crypto";
import { CompactSign } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type BundleKey,
  loadSigningKey,
  loadVerificationKey,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from "../../../src/adapters/bundles/keys.ts";
import { type Signer, signBundle } from "../../../src/adapters/bundles/sign.ts";
import { type Verification, verifySignature } from "../../../src/adapters/bundles/signature.ts";
import type { BundleFiles } from "../../../src/domain/bundle.ts";
import { filesOf, keyPairFor, type PemPair, SAMPLE, yamlToJson } from "./fixture.ts";

const SIGNATURES = ".signatures.json";

const isSecret = (algorithm: SigningAlgorithm) => algorithm.startsWith("HS");

function verificationKey(algorithm: SigningAlgorithm, { publicKey }: PemPair, scope?: string): BundleKey {
  const material = isSecret(algorithm) ? { secret: publicKey } : { key: publicKey };
  return loadVerificationKey("k1", { algorithm, ...material, ...(scope === undefined ? {} : { scope }) });
}

function signer(algorithm: SigningAlgorithm, { privateKey }: PemPair, changes: Partial<Signer> = {}): Signer {
  return { key: loadSigningKey(algorithm, privateKey), keyId: "k1", ...changes };
}

function verification(key: BundleKey, changes: Partial<Verification> = {}): Verification {
  return { signatures: "required", keys: new Map([["k1", key]]), ...changes };
}

const verify = (files: BundleFiles, how: Verification) => verifySignature(files, how, yamlToJson);

/** The bundle with its token, or the parts of it, made anew. */
function withToken(files: BundleFiles, token: string | readonly string[]): BundleFiles {
  const signatures = typeof token === "string" ? [token] : token;
  return new Map([...files, [SIGNATURES, Buffer.from(JSON.stringify({ signatures }))]]);
}

function tokenOf(files: BundleFiles): string {
  return JSON.parse(Buffer.from(files.get(SIGNATURES) as Uint8Array).toString()).signatures[0];
}

function claimsOf(files: BundleFiles): { files: { name: string; hash: string; algorithm: string }[]; keyid?: string } {
  return JSON.parse(Buffer.from(tokenOf(files).split(".")[1] as string, "base64url").toString());
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe.each(SIGNING_ALGORITHMS)("a signature with %s", (algorithm) => {
  const pair = keyPairFor(algorithm);
  const other = isSecret(algorithm) ? { ...pair, publicKey: "another secret".repeat(8) } : keyPairFor(algorithm);

  test("is verified, and by no other key", async () => {
    const signed = await signBundle(SAMPLE, signer(algorithm, pair), yamlToJson);
    await verify(signed, verification(verificationKey(algorithm, pair)));
    await expect(verify(signed, verification(verificationKey(algorithm, other)))).rejects.toThrow(/did not make/);
  });

  test("is not taken for one of another algorithm", async () => {
    const signed = await signBundle(SAMPLE, signer(algorithm, pair), yamlToJson);
    const another = algorithm === "ES256" ? "RS256" : "ES256";
    const key = verificationKey(another, keyPairFor(another));
    await expect(verify(signed, verification(key))).rejects.toThrow(`not signed with ${another}`);
  });
});

const PAIR = keyPairFor("RS256");
const KEY = verificationKey("RS256", PAIR);
let signed: BundleFiles;
beforeAll(async () => {
  signed = await signBundle(SAMPLE, signer("RS256", PAIR), yamlToJson);
});

async function resigned(claims: object, header: object = {}): Promise<BundleFiles> {
  const { key } = loadSigningKey("RS256", PAIR.privateKey);
  const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "RS256", kid: "k1", ...header })
    .sign(key, { crit: { x: true } });
  return withToken(SAMPLE, token);
}

describe("what a signature covers", () => {
  type Change = (files: Map<string, Uint8Array>) => void;
  const set =
    (path: string, text: string): Change =>
    (files) =>
      files.set(path, Buffer.from(text));
  const changes: readonly (readonly [string, Change, RegExp])[] = [
    ["a file was added", set("policy/evil.rego", "package policy.evil"), /^policy\/evil\.rego is not covered/],
    ["a file that nobody reads was added", set("README", "x"), /^README is not covered/],
    ["a file was removed", (files) => files.delete("policy/one.rego"), /^policy\/one\.rego was signed and is missing/],
    [
      "a policy was changed",
      set("policy/one.rego", "package policy.one\n\nallow if input.y\n"),
      /^policy\/one\.rego is not what/,
    ],
    [
      "a policy has one more line break",
      set("policy/one.rego", "package policy.one\n\nallow if input.x\n\n"),
      /one\.rego is not what/,
    ],
    ["data was changed", set("data.json", "{}"), /^data\.json is not what/],
    [
      "a number was written otherwise",
      set("data.json", '{"settings": {"b": 1, "a": [true, null, "é \\u2028 <&>"], "big": 12345678901234567890}}'),
      /^data\.json is not what/,
    ],
    [
      "a digit that no double holds was changed",
      set("data.json", '{"settings": {"b": 1.0, "a": [true, null, "é \\u2028 <&>"], "big": 12345678901234567891}}'),
      /^data\.json is not what/,
    ],
    ["YAML data was changed", set("limits/data.yaml", "max: 4\nopen: yes\n"), /^limits\/data\.yaml is not what/],
    [
      "the manifest was changed",
      set(".manifest", '{"revision": "r2", "roots": ["settings", "policy", "limits"]}'),
      /^\.manifest is not what/,
    ],
    ["the manifest was removed", (files) => files.delete(".manifest"), /^\.manifest was signed and is missing/],
    ["data is no JSON any more", set("data.json", "{"), /^data\.json is not JSON/],
    [
      "a file was renamed",
      (files) => {
        files.set("policy/two.rego", files.get("policy/one.rego") as Uint8Array);
        files.delete("policy/one.rego");
      },
      /two\.rego is not covered/,
    ],
    [
      "a name's case was changed",
      (files) => {
        files.set("policy/One.rego", files.get("policy/one.rego") as Uint8Array);
        files.delete("policy/one.rego");
      },
      /One\.rego is not covered/,
    ],
    [
      "two files were swapped",
      (files) => {
        const data = files.get("data.json") as Uint8Array;
        files.set("data.json", files.get(".manifest") as Uint8Array);
        files.set(".manifest", data);
      },
      /is not what was signed/,
    ],
  ];
  test.each(changes)("is refused when %s", async (_what, change, message) => {
    const changed = new Map(signed);
    change(changed);
    await expect(verify(changed, verification(KEY))).rejects.toThrow(message);
  });

  test("is what data say, not how they are written", async () => {
    const data = '{"settings":{"big":12345678901234567890,"a":[true,null,"\\u00e9 \\u2028 \\u003c&>"],"b":1.0}}';
    await verify(new Map([...signed, ["data.json", Buffer.from(data)]]), verification(KEY));
  });
});

describe("a signature is refused", () => {
  const forged: readonly (readonly [string, () => BundleFiles | Promise<BundleFiles>, RegExp])[] = [
    [
      "with the algorithm none",
      () => withToken(SAMPLE, `${base64url({ alg: "none", kid: "k1" })}.${tokenOf(signed).split(".")[1]}.`),
      /not signed with RS256/,
    ],
    [
      "made with the public key as secret",
      () => {
        const head = `${base64url({ alg: "HS256", kid: "k1" })}.${tokenOf(signed).split(".")[1]}`;
        return withToken(SAMPLE, `${head}.${createHmac("sha256", PAIR.publicKey).update(head).digest("base64url")}`);
      },
      /not signed with RS256/,
    ],
    [
      "whose header was changed",
      () =>
        withToken(
          SAMPLE,
          [base64url({ alg: "RS256", kid: "k1", x: 1 }), ...tokenOf(signed).split(".").slice(1)].join("."),
        ),
      /did not make/,
    ],
    [
      "whose claims were changed",
      () => {
        const [head, , tail] = tokenOf(signed).split(".");
        return withToken(SAMPLE, `${head}.${base64url({ ...claimsOf(signed), iss: "x" })}.${tail}`);
      },
      /did not make/,
    ],
    [
      "without its third part",
      () => withToken(SAMPLE, tokenOf(signed).split(".").slice(0, 2).join(".")),
      /holds no JWT/,
    ],
    ["with a second one", () => withToken(SAMPLE, [tokenOf(signed), tokenOf(signed)]), /exactly one/],
    ["that is none", () => withToken(SAMPLE, []), /exactly one/],
    ["that is no text", () => withToken(SAMPLE, [1 as unknown as string]), /is not text/],
    ["that is no token", () => withToken(SAMPLE, "token"), /holds no JWT/],
    [
      "in a file that is no JSON",
      () => new Map([...SAMPLE, [SIGNATURES, Buffer.from("x")]]),
      /\.signatures\.json is not JSON/,
    ],
    [
      "that wants a plugin",
      () =>
        new Map([
          ...SAMPLE,
          [SIGNATURES, Buffer.from(JSON.stringify({ signatures: [tokenOf(signed)], plugin: "mine" }))],
        ]),
      /wants a plugin/,
    ],
    [
      "of another bundle",
      () =>
        signBundle(filesOf({ "data.json": "{}" }), signer("RS256", PAIR), yamlToJson).then((other) =>
          withToken(SAMPLE, tokenOf(other)),
        ),
      /^\.manifest is not covered/,
    ],
    [
      "with an unknown key",
      () => signBundle(SAMPLE, signer("RS256", PAIR, { keyId: "k2" }), yamlToJson),
      /the key "k2", which is not configured/,
    ],
    ["that names two keys", () => resigned({ ...claimsOf(signed), keyid: "k2" }), /names two keys/],
    ["for a scope that nobody asked for", () => resigned({ ...claimsOf(signed), scope: "write" }), /another scope/],
    [
      "that lists a file twice",
      () => resigned({ files: [...claimsOf(signed).files, claimsOf(signed).files[0]] }),
      /lists \.manifest twice/,
    ],
    [
      "that lists a file twice, once right",
      () => resigned({ files: [{ name: "data.json", hash: "00", algorithm: "SHA-256" }, ...claimsOf(signed).files] }),
      /lists data\.json twice/,
    ],
    ["that lists no files", () => resigned({}), /lists no files/],
    ["that lists a file without a hash", () => resigned({ files: [{ name: "a" }] }), /without name and hash/],
    [
      "with MD5",
      () => resigned({ files: claimsOf(signed).files.map((file) => ({ ...file, algorithm: "MD5" })) }),
      /hash that is not taken/,
    ],
    [
      "with SHA-1",
      () => resigned({ files: claimsOf(signed).files.map((file) => ({ ...file, algorithm: "SHA-1" })) }),
      /hash that is not taken/,
    ],
    [
      "with a leading slash in a name",
      () => resigned({ files: claimsOf(signed).files.map((file) => ({ ...file, name: `/${file.name}` })) }),
      /is not covered/,
    ],
    ["with an extension it must understand", () => resigned(claimsOf(signed), { crit: ["x"], x: 1 }), /did not make/],
  ];
  test.each(forged)("%s", async (_what, forge, message) => {
    const error = await Promise.resolve(forge()).then((files) =>
      verify(files, verification(KEY)).catch((caught) => caught),
    );
    expect(error).toMatchObject({
      name: "WritError",
      code: "invalid_argument",
      message: expect.stringMatching(message),
    });
  });
});

describe("configuration", () => {
  test("an unsigned bundle is refused unless it says otherwise", async () => {
    await expect(verify(SAMPLE, verification(KEY))).rejects.toThrow(/is not signed/);
    await verify(SAMPLE, verification(KEY, { signatures: "if_present" }));
    await verify(SAMPLE, verification(KEY, { signatures: "ignored" }));
  });

  test("a signature that is there is verified where none is required", async () => {
    const changed = new Map([...signed, ["data.json", Buffer.from("{}")]]);
    await expect(verify(changed, verification(KEY, { signatures: "if_present" }))).rejects.toThrow(/data\.json is not/);
    await expect(verify(signed, { signatures: "if_present", keys: new Map() })).rejects.toThrow(/not configured/);
  });

  test("one key of several may be the only one", async () => {
    const keys = new Map([
      ["k0", KEY],
      ["k1", KEY],
    ]);
    await verify(signed, { signatures: "required", keys, keyId: "k1" });
    await expect(verify(signed, { signatures: "required", keys, keyId: "k0" })).rejects.toThrow(/"k1", not with "k0"/);
  });

  test("a token without a key's name is of the only one, or of the one that has to be", async () => {
    const nameless = await resigned({ files: claimsOf(signed).files }, { kid: undefined });
    const keys = new Map([
      ["k0", verificationKey("RS256", keyPairFor("RS256"))],
      ["k1", KEY],
    ]);
    await verify(nameless, verification(KEY));
    await verify(nameless, { signatures: "required", keys, keyId: "k1" });
    await expect(verify(nameless, { signatures: "required", keys })).rejects.toThrow(/names no key/);
    await expect(verify(nameless, { signatures: "required", keys: new Map() })).rejects.toThrow(/names no key/);
  });

  test("an older token names its key in its claims", async () => {
    await verify(await resigned(claimsOf(signed), { kid: undefined }), verification(KEY));
  });

  test("scopes and issuers must be those that were asked for", async () => {
    const key = { ...loadSigningKey("RS256", PAIR.privateKey), scope: "write" };
    const scoped = await signBundle(SAMPLE, { key, keyId: "k1", issuer: "ci" }, yamlToJson);
    await verify(scoped, verification(verificationKey("RS256", PAIR, "write")));
    await verify(scoped, verification(verificationKey("RS256", PAIR, "read"), { scope: "write", issuer: "ci" }));
    await expect(verify(scoped, verification(verificationKey("RS256", PAIR, "read")))).rejects.toThrow(/another scope/);
    await expect(verify(scoped, verification(KEY, { scope: "write", issuer: "me" }))).rejects.toThrow(/another issuer/);
  });
});
