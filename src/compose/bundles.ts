import { hostname } from "node:os";
import { join } from "node:path";
import { BundleDisk } from "../adapters/bundle-cache/disk.ts";
import { readArchive, writeArchive } from "../adapters/bundles/archive.ts";
import { type BundleTelemetry, createBundleTelemetry } from "../adapters/observability/bundle-telemetry.ts";
import { openOpaToolchain } from "../adapters/opa-toolchain/open.ts";
import { type BundleConnection, connectBundles } from "../adapters/postgres/bundle-connection.ts";
import type { BundleNews } from "../adapters/postgres/bundle-news.ts";
import type { Config } from "../config/load.ts";
import type { BundleFiles } from "../domain/bundle.ts";
import type { BundleSlot, CandidateMode } from "../domain/bundle-state.ts";
import { WritError } from "../domain/errors.ts";
import type { BundleSource } from "../ports/bundle-source.ts";
import { buildBundle, testBundle } from "./build-bundle.ts";
import { nameOf, openSource } from "./bundle-sources.ts";
import { loadFiles, loadSettings } from "./load-bundle.ts";
import { smokeTest } from "./self-test.ts";

export type { LastGood } from "../adapters/bundle-cache/disk.ts";
export type { BundleConnection, BundleDisk, BundleNews, BundleTelemetry };

/** A bundle that passed every check. */
export interface PreparedBundle {
  readonly digest: string;
  readonly name: string;
  readonly revision: string;
  /** A `.tar.gz` of what is evaluated. */
  readonly archive: Uint8Array;
}

export interface SlotParts {
  readonly slot: BundleSlot;
  /** What decisions call its bundles. */
  readonly name: string;
  readonly source: BundleSource;
}

type Log = (event: string, fields: Readonly<Record<string, string | number>>) => void;

/** What the primary needs for one tenant's bundles. */
export interface BundleParts {
  readonly tenant: string;
  /** What activations call this replica. */
  readonly replica: string;
  readonly slots: readonly SlotParts[];
  /** How the candidate is tried, if there is one. */
  readonly trial?: { readonly mode: CandidateMode; readonly share: number };
  readonly pollIntervalMs: number;
  /** Whether the order on record is taken back at start. */
  readonly unpin: boolean;
  readonly disk: BundleDisk;
  readonly telemetry: BundleTelemetry;
  /** Compiles, loads and tests. @throws WritError invalid_argument when the bundle is refused */
  prepare(files: BundleFiles, name: string): Promise<PreparedBundle>;
  /** Of one that was prepared before. @throws WritError invalid_argument when it cannot be used any more, or is another one */
  check(archive: Uint8Array, digest: string, name: string): Promise<PreparedBundle>;
  connect(databaseUrl: string, hear: (news: BundleNews) => void): Promise<BundleConnection>;
  /** What somebody should look at. */
  readonly log: Log;
  /** What went as it should. */
  readonly tell: Log;
  now(): number;
}

/** What the bundles of one tenant take of what is there for all. */
export interface SharedParts extends Pick<BundleParts, "log" | "tell"> {
  readonly connect?: BundleParts["connect"];
  /** Below `data_dir`. */
  readonly folder?: string;
}

/** @throws WritError invalid_argument for sources that are none */
export function composeBundles(config: Config, shared: SharedParts, unpin: boolean): BundleParts {
  const { active, candidate, pollIntervalMs, opa } = config.bundle;
  const settings = loadSettings(config);
  const toolchain = () => openOpaToolchain({ opa });
  const load = async (files: BundleFiles, name: string) => {
    const loaded = await loadFiles(files, { ...settings, name, activatedAt: new Date() });
    smokeTest(loaded.policy);
    return loaded.policy.ref;
  };
  const slots: SlotParts[] = [{ slot: "active", name: nameOf(active), source: openSource(config, active) }];
  if (candidate !== undefined) {
    const { address } = candidate;
    slots.push({ slot: "candidate", name: nameOf(address), source: openSource(config, address) });
  }
  return {
    tenant: config.tenant,
    replica: hostname(),
    slots,
    ...(candidate === undefined ? {} : { trial: { mode: candidate.mode, share: candidate.share } }),
    pollIntervalMs,
    unpin,
    disk: new BundleDisk(join(config.dataDir, shared.folder ?? "bundles")),
    telemetry: createBundleTelemetry(config.tenant, Date.now),
    prepare: async (files, name) => {
      const built = await buildBundle(files, toolchain);
      const { digest, revision } = await load(built, name);
      await testBundle(files, toolchain);
      return { digest, name, revision, archive: await writeArchive(built) };
    },
    check: async (archive, digest, name) => {
      const found = await load(await readArchive(archive), name);
      if (found.digest !== digest) throw new WritError("invalid_argument", `the archive of ${digest} is damaged`);
      return { digest, name, revision: found.revision, archive };
    },
    log: shared.log,
    tell: shared.tell,
    connect: shared.connect ?? connectBundles,
    now: Date.now,
  };
}
