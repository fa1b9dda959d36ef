import { type Config, tenantsOf } from "../../config/load.ts";
import { composeBundles } from "../bundles.ts";
import { type Finding, findingsOf, wordsOf } from "./finding.ts";

const { ok, problem } = findingsOf("bundle");

/** A source that holds its answer back, or none at all. */
const PATIENCE_MS = 30_000;

/** Whether each tenant's bundles can be had, are signed as they have to be, load, and judge a first call. */
export async function examineBundles(config: Config): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const own of tenantsOf(config)) found.push(...(await examineTenant(own)));
  return found;
}

async function examineTenant(config: Config): Promise<readonly Finding[]> {
  const about = `tenant ${config.tenant}`;
  try {
    const quiet = { log: () => {}, tell: () => {} };
    const { slots, prepare } = composeBundles(config, quiet, false);
    const found: Finding[] = [];
    for (const { slot, name, source } of slots) {
      try {
        const fetched = await source.fetch(undefined, AbortSignal.timeout(PATIENCE_MS));
        if (fetched === undefined) throw new Error("the source has nothing");
        const { digest, revision } = await prepare(fetched.files, name);
        found.push(
          ok(
            "bundle_usable",
            `${about}: the ${slot} bundle ${name} ${revision} from ${source.description} loads (${digest})`,
          ),
        );
      } catch (error) {
        const message = `${about}: the ${slot} bundle from ${source.description} cannot be used: ${wordsOf(error)}`;
        found.push(
          problem(
            "bundle_unusable",
            message,
            "see bundle.source and the keys of its signature; writ policy verify checks one by hand",
          ),
        );
      } finally {
        await source.close();
      }
    }
    return found;
  } catch (error) {
    return [problem("bundle_settings", `${about}: ${wordsOf(error)}`, "see the settings under bundle")];
  }
}
