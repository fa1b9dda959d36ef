import { hash, randomBytes } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TENANTS, type Tenant } from "./policies.ts";

const CALLERS = {
  gateway: { roles: ["decide", "report"], vouches: true },
  flood: { roles: ["decide"], vouches: true },
  broker: { roles: ["broker"], audiences: ["vault"] },
  approver: { roles: ["approver"] },
  admin: { roles: ["admin"] },
} as const;
export type CallerName = keyof typeof CALLERS;
const NAMES = Object.keys(CALLERS) as CallerName[];

/** The file of each tenant's callers, whose secrets are replaced while they are in use. */
export interface Callers {
  file(tenant: Tenant): string;
  /** The one that callers use now. */
  secret(tenant: Tenant, name: CallerName): string;
  /** The new secrets stand beside the old ones. */
  add(): void;
  /** All callers use the new ones. */
  use(): void;
  /** The old ones are good for nothing any more. @returns one of them of each tenant */
  dropOld(): ReadonlyMap<Tenant, string>;
  /** A file that is none takes the place of the good one. */
  spoil(): void;
  mend(): void;
}

type Secrets = ReadonlyMap<string, string>;

export function callersIn(dir: string): Callers {
  const fresh = (): Secrets =>
    new Map(TENANTS.flatMap((tenant) => NAMES.map((name) => [`${tenant} ${name}`, randomBytes(24).toString("hex")])));
  let used = fresh();
  let listed: readonly Secrets[] = [used];
  const file = (tenant: Tenant) => join(dir, `callers-${tenant}.yaml`);
  const put = (content: (tenant: Tenant) => string) => {
    for (const tenant of TENANTS) {
      writeFileSync(`${file(tenant)}.new`, content(tenant), { mode: 0o600 });
      renameSync(`${file(tenant)}.new`, file(tenant));
    }
  };
  const callersOf = (tenant: Tenant) => {
    const entries = NAMES.map((name) => {
      const token_sha256 = listed.map((secrets) => hash("sha256", secrets.get(`${tenant} ${name}`) ?? ""));
      return [name, { ...CALLERS[name], token_sha256 }];
    });
    return JSON.stringify({ callers: Object.fromEntries(entries) });
  };
  const write = () => put(callersOf);
  write();
  return {
    file,
    secret: (tenant, name) => used.get(`${tenant} ${name}`) ?? "",
    add: () => {
      listed = [used, fresh()];
      write();
    },
    use: () => {
      used = listed.at(-1) ?? used;
    },
    dropOld: () => {
      const old = listed[0] ?? used;
      listed = [used];
      write();
      return new Map(TENANTS.map((tenant) => [tenant, old.get(`${tenant} gateway`) ?? ""]));
    },
    spoil: () => put(() => "callers: [no, mapping"),
    mend: write,
  };
}
