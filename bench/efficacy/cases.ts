import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../tools/grpc-client.ts";

type Kind = "string" | "boolean" | "object";
export type Fields = Readonly<Record<string, Kind>>;

export interface Cases<T> {
  readonly rows: readonly T[];
  /** `file:line: what is wrong`, a row that could not be read each. */
  readonly unreadable: readonly string[];
}

/** One row a line. @returns undefined where the file is not there */
export function readCases<T>(folder: string, file: string, fields: Fields): Cases<T> | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  const rows: T[] = [];
  const unreadable: string[] = [];
  for (const [index, text] of readFileSync(path, "utf8").split("\n").entries()) {
    if (text.trim() === "") continue;
    const row = parsed(text);
    const wrong = row === undefined ? "is no JSON object" : wrongField(row, fields);
    if (wrong === undefined) rows.push(row as T);
    else unreadable.push(`${file}:${index + 1}: ${wrong}`);
  }
  return { rows, unreadable };
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function wrongField(row: Json, fields: Fields): string | undefined {
  for (const [name, kind] of Object.entries(fields)) {
    if (row[name] === undefined) return `has no ${name}`;
    if (row[name] === null || typeof row[name] !== kind) return `${name} is no ${kind}`;
  }
  return undefined;
}
