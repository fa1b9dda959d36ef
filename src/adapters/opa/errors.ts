import { WritError } from "../../domain/errors.ts";

/** A bundle that cannot be used, and why. The bundle in use stays in use. */
export class BundleRefused extends WritError {
  constructor(bundle: string, reason: string, cause?: unknown) {
    super("invalid_argument", `bundle ${bundle} refused: ${reason}`, { cause });
    this.name = "BundleRefused";
  }
}

/**
 * The policy gave up (`opa_abort`), e.g. on a complete rule with two values; or a builtin has a result in OPA that this runtime
 * cannot give (it is too long, or no text): an undefined expression could be what a policy takes for harmless.
 */
export class PolicyAborted extends Error {
  override readonly name = "PolicyAborted";
}

/** The module is WebAssembly, but no policy that this runtime can run. */
export class NotAPolicy extends Error {
  override readonly name = "NotAPolicy";
}

/** The decision document has more bytes than any decision needs. */
export class ResultTooLarge extends Error {
  override readonly name = "ResultTooLarge";

  constructor() {
    super("the policy's decision is too long");
  }
}
