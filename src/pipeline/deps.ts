import type { Catalogue } from "../canonicalize/catalogue/entry.ts";
import type { Policy } from "../ports/policy.ts";
import type { RecordSink, SessionReader, TaskReader } from "../ports/record-store.ts";
import type { GrantSigner } from "../ports/signer.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { SessionLock } from "./session-lock.ts";

/** A bundle in use: its policy and its catalogue belong together, for one whole decision. */
export interface ActiveBundle {
  readonly policy: Policy;
  readonly catalogue: Catalogue;
}

/** All that a decision needs of the outside. */
export interface DecideDeps {
  /** What `input.environment` says when the request's context does not. */
  readonly environment: string;
  /** `iss` of grants. */
  readonly issuer: string;
  /** Where people answer approvals, without a trailing slash. */
  readonly publicUrl: string;
  readonly bundle: () => ActiveBundle;
  readonly sessions: SessionReader;
  readonly tasks: TaskReader;
  readonly sink: RecordSink;
  readonly signer: GrantSigner;
  readonly telemetry: Telemetry;
  readonly lock: SessionLock;
  readonly newId: (prefix: "dec" | "grt" | "apr", nowMs: number) => string;
}
