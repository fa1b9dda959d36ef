import { readFileSync } from "node:fs";
import { WritError } from "../domain/errors.ts";

/**
 * @param path `-` is standard input
 * @throws WritError invalid_argument when the file cannot be read
 */
export function readText(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `${path} cannot be read (${code})`, { cause });
  }
}

/** What a command says of why it failed. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : "failed, for an unknown reason";
}
