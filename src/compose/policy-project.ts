import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readArchive, writeArchive } from "../adapters/bundles/archive.ts";
import { listFolder, readFolder } from "../adapters/bundles/folder-files.ts";
import {
  isSigningAlgorithm,
  keyInFile,
  loadSigningKey,
  loadVerificationKey,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from "../adapters/bundles/keys.ts";
import { signBundle } from "../adapters/bundles/sign.ts";
import { verifySignature } from "../adapters/bundles/signature.ts";
import { builtinProblem } from "../adapters/opa/builtins/index.ts";
import { loadBundle } from "../adapters/opa/bundle.ts";
import { readPolicyFiles } from "../adapters/opa/bundle-files.ts";
import { compilePolicy } from "../adapters/opa/compile.ts";
import { PolicyInstance } from "../adapters/opa/instance.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "../adapters/opa/limits.ts";
import { openOpaToolchain } from "../adapters/opa-toolchain/open.ts";
import { openRegal, type RunRegal } from "../adapters/regal/open.ts";
import { compileCatalogue } from "../canonicalize/catalogue/compile.ts";
import { type BundleFiles, ENTRYPOINT } from "../domain/bundle.ts";
import { WritError } from "../domain/errors.ts";
import type { JsonValue } from "../domain/json.ts";
import type { DecisionRequest } from "../domain/request.ts";
import type { BuildParts } from "../policy/build/build.ts";
import type { InspectedModule } from "../policy/inspect/inspect.ts";
import type { OpaToolchain } from "../ports/opa-toolchain.ts";
import type { Policy } from "../ports/policy.ts";
import { decodeDecisionRequest } from "../transports/native/decode.ts";
import { writVersion } from "./version.ts";
import { yamlToJson } from "./yaml.ts";

/** Writ's own policy sources: beside the compiled modules in an installed package, else where they are written. */
const SOURCES = ["../rego/", "../../rego/"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** The ready projects that `writ policy init --template` copies. */
const TEMPLATES = ["../examples/policies/", "../../examples/policies/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

export interface PolicyTools {
  /** The folder of Writ's own policy sources. */
  readonly builtIn: string;
  /** The folder of ready projects. */
  readonly templates: string;
  /** @throws WritError `unavailable` when there is no OPA here */
  opa(): OpaToolchain;
  /** Why a builtin is refused in production; undefined for others. */
  builtinProblem(name: string): string | undefined;
  buildParts(): BuildParts;
  /** @throws WritError naming the entry */
  readArchive(bytes: Uint8Array): Promise<BundleFiles>;
  /** The folder of a built bundle. @throws WritError naming the file */
  readFolder(path: string): Promise<BundleFiles>;
  writeArchive(files: BundleFiles): Promise<Uint8Array>;
  /** @throws WritError saying why production would refuse the bundle */
  load(files: BundleFiles): Promise<Policy>;
  /** @throws WritError saying why the module cannot be read */
  describe(files: BundleFiles): Promise<InspectedModule>;
  /** A native decision request. @throws WritError naming the field */
  decode(request: JsonValue): DecisionRequest;
  /** Undefined where there is no Regal. */
  regal(): RunRegal | undefined;
  sign(files: BundleFiles, key: SigningKey): Promise<BundleFiles>;
  /** @throws WritError saying what is wrong with the signature */
  verify(files: BundleFiles, key: VerificationKey): Promise<void>;
}

export interface SigningKey {
  readonly algorithm: string;
  /** PEM or JWK, or the secret itself. */
  readonly key: string;
  readonly keyId: string;
}

export interface VerificationKey {
  readonly algorithm: string;
  readonly keyFile: string;
  readonly keyId: string;
}

/** @param env `$OPA` and `$REGAL` are paths of native programs */
export function composePolicyTools(env: NodeJS.ProcessEnv): PolicyTools {
  const opa = env["OPA"];
  const load = async (files: BundleFiles) => {
    const policy = await loadBundle(files);
    // Production refuses a bundle for its catalogue too.
    compileCatalogue(policy.data["catalog"]);
    return policy;
  };
  return {
    builtIn: firstOf(SOURCES),
    templates: firstOf(TEMPLATES),
    opa: () => openOpaToolchain({ opa }),
    builtinProblem: wayAround,
    buildParts: () => ({
      opa: openOpaToolchain({ opa }),
      unpack: readArchive,
      load,
      builtinProblem: wayAround,
      builtWith: `writ ${writVersion()}`,
    }),
    readArchive,
    readFolder: async (path) => readFolder(path, await listFolder(path)),
    writeArchive,
    load,
    describe,
    decode: decodeDecisionRequest,
    regal: () => openRegal(env),
    sign: (files, { algorithm, key, keyId }) =>
      signBundle(files, { key: loadSigningKey(algorithmOf(algorithm), key), keyId }, yamlToJson),
    verify: async (files, { algorithm, keyFile, keyId }) => {
      const named = algorithmOf(algorithm);
      const key = loadVerificationKey(keyId, { algorithm: named, ...keyInFile(named, keyFile) });
      await verifySignature(files, { signatures: "required", keys: new Map([[keyId, key]]) }, yamlToJson);
    },
  };
}

async function describe(files: BundleFiles): Promise<InspectedModule> {
  const { digest, revision, wasm } = readPolicyFiles(files, ENTRYPOINT);
  const compiled = await compilePolicy(wasm, { memoryMb: DEFAULT_POLICY_MEMORY_MB, builtins: new Map() });
  const instance = new PolicyInstance(compiled, new TextEncoder().encode("{}"));
  const [entrypoints, builtins] = [[...instance.entrypoints().keys()], [...instance.requiredBuiltins().keys()]];
  return { digest, revision, entrypoints, builtins };
}

function algorithmOf(name: string): SigningAlgorithm {
  if (isSigningAlgorithm(name)) return name;
  throw new WritError(
    "invalid_argument",
    `${name} is no algorithm for signatures; there are ${SIGNING_ALGORITHMS.join(", ")}`,
  );
}

function firstOf(paths: readonly string[]): string {
  return paths.find((path) => existsSync(path)) ?? (paths[0] as string);
}

/** What the runtime says in brackets of a builtin that it refuses for good. */
function wayAround(name: string): string | undefined {
  return / \((.+)\)$/.exec(builtinProblem([name]) ?? "")?.[1];
}
