import { SIGN_IN_IDLE_MS, SIGN_IN_TTL_MS, type SignedIn } from "../../domain/sign-in.ts";
import type { SignIn, SignInStore } from "../../ports/sign-in-store.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** A person has a phone and a few computers; more are forgotten, the oldest first. */
const MAX_OF_PERSON = 10;

interface Row extends SignedIn {
  readonly person: string;
  readonly authenticated_at: Date;
}

/** Where all replicas look. */
export function signInStore(pool: TenantPool): SignInStore {
  return {
    begin: (tenant, id, signIn, nowMs) =>
      pool.transaction(tenant, async (client) => {
        await client.query("delete from writ.sign_ins where tenant = $1 and (expires_at < $2 or used_at < $3)", [
          tenant,
          new Date(nowMs),
          new Date(nowMs - SIGN_IN_IDLE_MS),
        ]);
        await client.query(INSERT, [
          tenant,
          id,
          ...valuesOf(signIn),
          new Date(nowMs),
          new Date(nowMs + SIGN_IN_TTL_MS),
        ]);
        await client.query(FORGET_OLDEST, [tenant, signIn.person, MAX_OF_PERSON]);
      }),
    find: async (tenant, id, nowMs) => {
      const values = [tenant, id, new Date(nowMs), new Date(nowMs - SIGN_IN_IDLE_MS)];
      const { rows } = await pool.query<Row>(tenant, USE, values);
      return rows[0] === undefined ? undefined : signInOf(rows[0]);
    },
    end: async (tenant, id) => {
      await pool.query(tenant, "delete from writ.sign_ins where tenant = $1 and id = $2", [tenant, id]);
    },
  };
}

const INSERT = `
  insert into writ.sign_ins (tenant, id, person, issuer, claims, authenticated_at, created_at, used_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`;

const FORGET_OLDEST = `
  delete from writ.sign_ins where tenant = $1 and id in (
    select id from writ.sign_ins where tenant = $1 and person = $2 order by created_at desc, id offset $3)`;

/** Using it and asking whether it may be used is one statement: what has just ended does not begin again. */
const USE = `
  update writ.sign_ins set used_at = greatest(used_at, $3)
  where tenant = $1 and id = $2 and expires_at > $3 and used_at > $4
  returning person, issuer, claims, authenticated_at`;

function valuesOf({ person, issuer, claims, authenticated_at_ms }: SignIn): readonly unknown[] {
  return [person, issuer, JSON.stringify(claims), new Date(authenticated_at_ms)];
}

function signInOf({ person, issuer, claims, authenticated_at }: Row): SignIn {
  return { person, issuer, claims, authenticated_at_ms: authenticated_at.getTime() };
}
