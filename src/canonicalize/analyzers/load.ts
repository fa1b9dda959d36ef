import { loadSql } from "./sql/analyze.ts";

/** Makes the analyzers ready; canonicalization is synchronous from here on. Once a process, before the first call. */
export async function loadAnalyzers(): Promise<void> {
  await loadSql();
}
