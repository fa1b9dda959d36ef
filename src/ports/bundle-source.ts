import type { BundleFiles } from "../domain/bundle.ts";

export interface FetchedBundle {
  /** What the source calls this state (an ETag, a digest); handed back at the next look. */
  readonly version: string;
  /** Read within all limits, signatures verified as the configuration asks. */
  readonly files: BundleFiles;
}

/** Where bundles come from. */
export interface BundleSource {
  /** For people: kind and address, without credentials. */
  readonly description: string;
  /**
   * Looks once; a source that can (HTTP long polling, a watched folder) waits for a change first.
   *
   * @param known the version that the caller has
   * @returns undefined when it is still that one
   * @throws WritError `unavailable` when the source cannot be reached, `invalid_argument` when what it has is refused: the
   *   message names the entry
   */
  fetch(known: string | undefined, signal: AbortSignal): Promise<FetchedBundle | undefined>;
  close(): Promise<void>;
}
