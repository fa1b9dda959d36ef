import type { Config } from "../config/load.ts";
import type { BackgroundJob } from "../process/background.ts";

export type BackgroundLog = (event: string, fields: Readonly<Record<string, string | number>>) => void;

/** All that the primary does beside its workers, in the order of its start. */
export function composeBackground(_config: Config, _log: BackgroundLog): readonly BackgroundJob[] {
  return [];
}
