import type pg from "pg";
import { storeUnavailable } from "../errors.ts";

/** Rejects with `unavailable`, whatever went wrong. */
export type Query = (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>;

export function queryOf(pool: pg.Pool): Query {
  return async (text, values) => {
    try {
      return await pool.query(text, [...values]);
    } catch (error) {
      throw storeUnavailable(error);
    }
  };
}
