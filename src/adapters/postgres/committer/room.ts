import type pg from "pg";
import { isReadOnly, isStarved, isUndone } from "../errors.ts";

/**
 * More than a page has left by chance: the file has to grow. Stored as it is, beside the row. Statements of one simple query are one
 * transaction, which a failure undoes: nothing has to follow it, that a flush could have been in front of.
 */
const TRY = `create temporary table writ_room (bytes text);
  alter table writ_room alter bytes set storage external;
  insert into writ_room select repeat('x', 8000) from generate_series(1, 64);
  drop table writ_room`;

/**
 * Whether the database has room for records again: half a megabyte is written and taken back.
 * @returns true also where the account may not try: then the next record finds out
 * @throws the connection's errors
 */
export async function findRoom(client: pg.Client): Promise<boolean> {
  try {
    await client.query(TRY);
    return true;
  } catch (error) {
    if (!isUndone(error)) throw error;
    return !isStarved(error) && !isReadOnly(error);
  }
}
