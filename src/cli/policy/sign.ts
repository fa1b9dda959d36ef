import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { readText } from "../text.ts";
import { EXIT, runCommand } from "./command.ts";
import { bundleAt } from "./target.ts";

interface SignOptions {
  readonly key: string;
  readonly keyId: string;
  readonly algorithm: string;
  readonly output?: string;
}

/** `writ policy sign`: OPA's signature over all files of a bundle. */
export function addSign(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("sign <bundle>")
    .summary("sign a bundle by OPA's scheme")
    .description("sign a bundle (.tar.gz) by OPA's scheme, in place or into another file")
    .requiredOption("--key <file>", "private key as PEM or JWK; for HS256 and the like the secret")
    .requiredOption("--key-id <id>", "what verifiers have configured the key under")
    .option("--algorithm <name>", "RS256, PS256, ES256, EdDSA and the like", "ES256")
    .option("-o, --output <file>", "where the signed bundle goes (default: the same file)")
    .action((bundle: string, options: SignOptions) => runCommand(env, () => sign(bundle, options, env)));
}

async function sign(bundle: string, { key, keyId, algorithm, output = bundle }: SignOptions, env: NodeJS.ProcessEnv) {
  const { composePolicyTools } = await import("../../compose/policy-project.ts");
  const tools = composePolicyTools(env);
  const { files } = await bundleAt(bundle, tools);
  const text = algorithm.startsWith("HS") ? readText(key).replace(/\r?\n$/, "") : readText(key);
  writeFileSync(output, await tools.writeArchive(await tools.sign(files, { algorithm, key: text, keyId })));
  console.log(`${output}: signed with ${keyId} (${algorithm})`);
  return EXIT.good;
}
