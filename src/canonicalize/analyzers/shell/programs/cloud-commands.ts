import type { OptionSpec, ProgramSpec } from "../spec.ts";
import { SHORT_HELP, type Subcommands } from "./options.ts";

export type Options = Readonly<Record<string, OptionSpec>>;

export const CLOUD_OPTIONS: Options = {
  ...SHORT_HELP,
  // Common to the command lines of clouds: what they choose, and what they print.
  "--profile --region --output -o --query --subscription -g --resource-group -n --name --project --zone --account --format --filter --configuration --location -l --limit --sort-by -t --target":
    "text",
  "--cli-input-json --cli-input-yaml --template-body --policy-document --user-data --zip-file --key-file --ca-bundle --flags-file --metadata-from-file":
    "read",
  "--endpoint-url --billing-project --impersonate-service-account": "text",
};
export const cloud: Pick<ProgramSpec, "lenient" | "options" | "operands"> = {
  lenient: true,
  options: CLOUD_OPTIONS,
  operands: "text*",
};
export const READS: ProgramSpec = { ...cloud, does: ["infra.read"] };
export const CREATES: ProgramSpec = { ...cloud, does: ["infra.create"] };
export const UPDATES: ProgramSpec = { ...cloud, does: ["infra.update"] };
export const DESTROYS: ProgramSpec = { ...cloud, does: ["infra.delete"], signals: ["cloud.destroy"] };
export const STOPS_LOGGING: ProgramSpec = { ...cloud, does: ["infra.delete"], signals: ["cloud.logging_off"] };
export const GRANTS: ProgramSpec = { ...cloud, does: ["identity.grant"] };
export const SECRETS: ProgramSpec = { ...cloud, does: ["secret.read"], signals: ["credential.secret_store"] };
export const CREDENTIALS: ProgramSpec = { ...cloud, does: ["secret.read"], signals: ["credential.read"] };
export const WRITES_SECRETS: ProgramSpec = {
  ...cloud,
  options: { ...CLOUD_OPTIONS, "--data-file --file -f --secret-string --secret-binary --value": "at_file" },
  does: ["secret.write"],
};
export const DELETES_SECRETS: ProgramSpec = { ...cloud, does: ["secret.delete"] };
export const RUNS_THERE: ProgramSpec = {
  ...cloud,
  does: ["process.exec"],
  signals: ["remote.execution"],
  elsewhere: true,
};
export const INVOKES: ProgramSpec = {
  ...cloud,
  options: { ...CLOUD_OPTIONS, "--payload": "at_file" },
  operands: "write?",
  does: ["code.run"],
};
export const SIGNS_IN: ProgramSpec = { ...cloud, does: ["identity.update", "net.connect"] };
export const CONFIGURES: ProgramSpec = { ...cloud, does: ["file.write"] };
export const COPIES: ProgramSpec = { ...cloud, operands: "copy_remote_from* copy_remote_to" };

/** A service of a cloud: what the convention says, beside these. */
export const service = (subcommands: Subcommands): ProgramSpec => ({
  options: CLOUD_OPTIONS,
  operands: "text*",
  subcommands,
  conventional: "infra",
});
