import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CATALOGUE_ENTRIES = 10_000;

/** The default policy's folder, and beside it a catalogue as large as that of a big company, and rules of its teams. */
export function writeBigPolicy(dir: string, packages: number): void {
  cpSync("rego", dir, { recursive: true, filter: (path) => !path.endsWith("_test.rego") });
  mkdirSync(join(dir, "catalog/generated"), { recursive: true });
  writeFileSync(join(dir, "catalog/generated/data.json"), JSON.stringify(catalogue()));
  for (let index = 0; index < packages; index++) {
    const name = `team_${index}`;
    mkdirSync(join(dir, "policy", name), { recursive: true });
    writeFileSync(join(dir, "policy", name, `${name}.rego`), teamRules(name, index));
  }
}

function catalogue() {
  const tools = Object.fromEntries(
    Array.from({ length: CATALOGUE_ENTRIES }, (_, index) => [
      `tool_${index}`,
      {
        verb: "record.read",
        resource: { type: "record", uri: `record:generated/${index}/{/id}` },
        sensitivity: "internal",
      },
    ]),
  );
  return { server: "generated", tools };
}

/** Rules as teams write them: about their own tools, times and limits. */
function teamRules(name: string, index: number): string {
  return `# METADATA
# title: Rules of ${name}
package policy.${name}

block contains {"code": "${name}_frozen", "message": "the team's systems are frozen", "controls": []} if {
	input.action.tool.server == "${name}"
	input.environment == "production"
	startswith(input.now, "2026-12-2")
}

require_approval contains {"code": "${name}_large", "message": "more than the team lets pass", "controls": []} if {
	input.action.verb in {"payment.transfer", "payment.refund"}
	input.action.tool.server == "${name}"
	to_number(input.action.amount.value) > ${100 + index}
}

block contains {"code": "${name}_foreign", "message": "not the team's agent", "controls": []} if {
	startswith(input.action.resource.uri, "record:${name}/")
	not startswith(input.agent.id, "spiffe://acme.example/agent/${name}/")
}
`;
}
