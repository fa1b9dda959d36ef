import type { Finding } from "../../compose/doctor/examine.ts";
import { printable } from "../bundle/show.ts";
import { type ConfigOptions, configSources } from "../configuration.ts";
import { reason } from "../text.ts";

/** Looks at the configuration and its surroundings. @returns the exit code: 1 where there is a problem */
export async function examineConfiguration(
  options: ConfigOptions,
  json: boolean,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const { examineService } = await import("../../compose/doctor/examine.ts");
  try {
    const findings = await examineService(configSources(options, env));
    console.log(printable(json ? JSON.stringify({ findings }, undefined, 2) : shown(findings)));
    return findings.some(({ level }) => level === "problem") ? 1 : 0;
  } catch (error) {
    console.error(printable(`writ: ${reason(error)}`));
    return 1;
  }
}

function shown(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ area }) => area.length));
  const lines = findings.flatMap(({ area, level, message, advice }) => [
    `${level.padEnd("problem".length)}  ${area.padEnd(width)}  ${message}`,
    ...(advice === "" ? [] : [`${" ".repeat("problem".length + width + 4)}-> ${advice}`]),
  ]);
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  return [...lines, "", `${count("problem")} problems, ${count("note")} notes, ${count("ok")} ok`].join("\n");
}
