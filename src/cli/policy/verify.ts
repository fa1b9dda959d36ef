import type { Command } from "commander";
import { WritError } from "../../domain/errors.ts";
import { EXIT, runCommand } from "./command.ts";
import { bundleAt } from "./target.ts";

interface VerifyOptions {
  readonly key: string;
  readonly keyId: string;
  readonly algorithm: string;
}

/** `writ policy verify`: whether a key signed exactly the files of a bundle. */
export function addVerify(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("verify <bundle>")
    .summary("check the signature of a bundle")
    .description("check the signature of a bundle; exit 3 when production would refuse it")
    .requiredOption("--key <file>", "public key as PEM or JWK; for HS256 and the like the secret")
    .requiredOption("--key-id <id>", "what the signature calls the key")
    .option("--algorithm <name>", "RS256, PS256, ES256, EdDSA and the like", "ES256")
    .action((bundle: string, options: VerifyOptions) => runCommand(env, () => verify(bundle, options, env)));
}

async function verify(bundle: string, { key, keyId, algorithm }: VerifyOptions, env: NodeJS.ProcessEnv) {
  const { composePolicyTools } = await import("../../compose/policy-project.ts");
  const tools = composePolicyTools(env);
  const { files } = await bundleAt(bundle, tools);
  try {
    await tools.verify(files, { algorithm, keyFile: key, keyId });
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    console.error(`writ: ${bundle}: ${error.message}`);
    return EXIT.refused;
  }
  console.log(`${bundle}: signed by ${keyId}, every file as it was signed`);
  return EXIT.good;
}
