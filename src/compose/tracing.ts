import { readFileSync, statSync } from "node:fs";
import type { OtelTracing } from "../adapters/otel/tracing.ts";
import type { Config } from "../config/load.ts";
import { WritError } from "../domain/errors.ts";
import { isOpenToOthers } from "../domain/private-mode.ts";

/** Undefined where no collector is configured: then not even the library is loaded. @throws WritError for a file that cannot be used */
export async function composeTracing({ otlp }: Config, instance: string): Promise<OtelTracing | undefined> {
  if (otlp.endpoint === "") return undefined;
  const { openTracing } = await import("../adapters/otel/tracing.ts");
  return openTracing({ endpoint: otlp.endpoint, headers: readHeaders(otlp.headersFile), instance });
}

/** Lines of `name: value`. */
function readHeaders(path: string): Readonly<Record<string, string>> {
  if (path === "") return {};
  const text = readSecretFile(path);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line, index) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e]+)$/.exec(line.trim()) ?? [];
      if (name === undefined || value === undefined) {
        throw new WritError("invalid_argument", `telemetry.otlp_headers_file: line ${index + 1} is not "name: value"`);
      }
      return [name, value];
    }),
  );
}

function readSecretFile(path: string): string {
  try {
    if (!isOpenToOthers(statSync(path), process.getuid?.())) return readFileSync(path, "utf8");
  } catch {
    throw new WritError("invalid_argument", "telemetry.otlp_headers_file: cannot be read");
  }
  throw new WritError(
    "invalid_argument",
    "telemetry.otlp_headers_file: must be readable by its owner only (chmod 600)",
  );
}
