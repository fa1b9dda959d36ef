import { join } from "node:path";
import { reachEmbedded } from "../adapters/postgres/embedded/reach.ts";

/** The URL of the embedded PostgreSQL that runs on a data folder. @throws WritError unavailable where there is none */
export function embeddedDatabaseUrl(dataDir: string): string {
  return reachEmbedded(join(dataDir, "postgres"));
}
