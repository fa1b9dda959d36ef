import { writeFileSync } from "node:fs";
import { SETTINGS, type Setting } from "../src/config/schema.ts";

// Writes docs/configuration.md from the schema: node tools/docs-config.ts

const HEAD = `# Configuration

<!-- Made from src/config/schema.ts by tools/docs-config.ts: edit there, then run \`node tools/docs-config.ts\`. -->

Settings come from a YAML file (\`--config\` or \`WRIT_CONFIG\`) and from variables. A variable wins over the file, the file
over the default; a variable that is empty counts as not set. A key or a \`WRIT_…\` variable that is not known, a value
of the wrong type and a key that is there twice are refused at start, with file, line and column, or the variable's name.

\`\`\`yaml
mode: production
http:
  listen: 127.0.0.1:8181
database:
  pool_size: 8
grants:
  algorithms:
    aws: RS256
\`\`\`

The same map in a variable: \`WRIT_GRANTS_ALGORITHMS=aws=RS256,vault=ES256\`.

| Key | Variable | Type | Default | Meaning |
|---|---|---|---|---|
`;

const TAIL = `
Secrets are better set by variable than in a file; no message of Writ repeats their value.

Other \`WRIT_…\` variables that are not settings: \`WRIT_CONFIG\` (path of the file), what \`writ hook\` and the other commands read
(\`WRIT_URL\`, \`WRIT_TOKEN\` …), and those that Kubernetes sets for a Service whose name starts with \`writ\`.
`;

/** The whole text of docs/configuration.md. */
export function configurationDoc(): string {
  return `${HEAD}${SETTINGS.map(row).join("\n")}\n${TAIL}`;
}

function row(setting: Setting): string {
  const type = setting.secret ? `${typeText(setting)}, secret` : typeText(setting);
  return `| ${[`\`${setting.key}\``, `\`${setting.env}\``, type, defaultText(setting), setting.description].join(" | ")} |`;
}

function typeText({ type, expected }: Setting): string {
  if (type === "text" || type === "map") return type;
  return expected.replace(/^must be (a )?/, "");
}

function defaultText({ default: value }: Setting): string {
  return value === "" || typeof value === "object" ? "" : `\`${String(value)}\``;
}

if (import.meta.main) writeFileSync(new URL("../docs/configuration.md", import.meta.url), configurationDoc());
