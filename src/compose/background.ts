import { type Config, tenantsOf } from "../config/load.ts";
import type { BackgroundJob } from "../process/background.ts";
import { approvalExpiry } from "./approvals.ts";
import { composeCalls } from "./calls.ts";
import { composeRecords } from "./records.ts";
import { composeSinks } from "./sinks.ts";
import { composeSpool } from "./spool.ts";
import { composeWebhooks } from "./webhooks.ts";

export type BackgroundLog = (event: string, fields: Readonly<Record<string, string | number>>) => void;

/** All that the primary does beside its workers, in the order of its start. */
export function composeBackground(config: Config, log: BackgroundLog): readonly BackgroundJob[] {
  return [
    composeRecords(config, log),
    composeSpool(config, log),
    approvalExpiry(log),
    ...tenantsOf(config).flatMap((tenant) => [
      composeWebhooks(tenant, log),
      composeCalls(tenant, log),
      composeSinks(tenant, log),
    ]),
  ];
}
