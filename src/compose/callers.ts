import { FollowedFiles } from "../adapters/files/follow.ts";
import type { TenantCallers } from "../admit/admit.ts";
import { sharedCredentials } from "../config/caller-issuers.ts";
import { readCallersFile } from "../config/callers-file.ts";
import type { Config } from "../config/load.ts";
import { ambiguousPeople } from "../config/tenant-people.ts";
import type { KnownCaller } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";

/** One tenant, with what verifies its callers' tokens and certificates. */
export interface CallersParts {
  readonly config: Config;
  readonly verifiers: Pick<TenantCallers, "tokens" | "certificates">;
}

export interface LiveCallers {
  /** Whom each tenant knows now: another list whenever a file has changed. */
  readonly tenants: readonly [TenantCallers, ...TenantCallers[]];
  /** Whether what every file says is in use. */
  good(): boolean;
  close(): void;
}

type Log = (event: string, fields: Readonly<Record<string, string>>) => void;

/** The callers of the configuration and of the files that it names. @throws WritError where a file is not good from the beginning */
export function openCallers(
  all: readonly [CallersParts, ...CallersParts[]],
  log: Log,
  lookEveryMs?: number,
): LiveCallers {
  const now = new Map<string, readonly KnownCaller[]>(all.map(({ config }) => [config.tenant, config.callers]));
  const [first, ...others] = all;
  const known = ({ config, verifiers }: CallersParts): TenantCallers => ({
    tenant: config.tenant,
    callers: now.get(config.tenant) ?? [],
    ...verifiers,
    ...(config.callersFile === "" ? {} : { open: true }),
  });
  const list = (): LiveCallers["tenants"] => [known(first), ...others.map(known)];
  const files: FollowedFiles<readonly KnownCaller[]>[] = [];
  let tenants = list();
  for (const { config } of all) {
    if (config.callersFile === "") continue;
    const { tenant } = config;
    const use = (callers: readonly KnownCaller[]) => {
      now.set(tenant, callers);
      tenants = list();
    };
    const file = new FollowedFiles({
      paths: [config.callersFile],
      private: true,
      read: ([text = ""]) => {
        const callers = readCallersFile(config.callersFile, text, config);
        checkAcross(config, callers, all, now);
        return callers;
      },
      changed: (callers) => {
        use(callers);
        log("callers_changed", { tenant, callers: String(callers.length) });
      },
      problem: (problem) => {
        if (problem === "") log("callers_file_good", { tenant });
        else log("callers_file_refused", { tenant, problem });
      },
      ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
    });
    use(file.value);
    files.push(file);
  }
  return {
    get tenants() {
      return tenants;
    },
    good: () => files.every((file) => file.good()),
    close: () => {
      for (const file of files) file.close();
    },
  };
}

/** What two tenants' callers have would be neither's. @throws WritError invalid_argument */
function checkAcross(
  config: Config,
  callers: readonly KnownCaller[],
  all: readonly CallersParts[],
  now: ReadonlyMap<string, readonly KnownCaller[]>,
): void {
  const configs = all.map(({ config: of }) => ({
    ...of,
    callers: of === config ? callers : (now.get(of.tenant) ?? []),
  }));
  const file = `${config.callersFile}: callers`;
  const [shared] = sharedCredentials(configs);
  // Which of the two is named depends on their order: a file's reader knows which file it was.
  if (shared !== undefined) {
    const { tenant, caller, other, what } = shared;
    throw new WritError("invalid_argument", `${file}: ${caller} of tenant ${tenant} has a ${what} of tenant ${other}`);
  }
  const [person] = ambiguousPeople(configs);
  if (person !== undefined) {
    const { tenant, caller, other, otherTenant } = person;
    throw new WritError(
      "invalid_argument",
      `${file}: ${caller} of tenant ${tenant} takes tokens that are all those of ${other} of tenant ${otherTenant} too`,
    );
  }
}
