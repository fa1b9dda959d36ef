import { connectClient } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";

/** An archive of this size comes within this time, or the database is not there. */
const PATIENCE_MS = 60_000;

/** More than one shows that a digest is not told in full. */
const MOST = 2;

/** The archives of the bundles on record whose digest begins with these hexadecimal digits, two at most. @throws WritError unavailable */
export async function archivesOf(url: string, tenant: string, prefix: string): Promise<readonly Uint8Array[]> {
  const client = await connectClient(url, "records", PATIENCE_MS);
  try {
    const { rows } = await client.query<{ archive: Buffer }>(
      `select archive from writ.bundles where tenant = $1 and encode(digest, 'hex') like $2 || '%' limit ${MOST}`,
      [tenant, prefix],
    );
    return rows.map(({ archive }) => archive);
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}
