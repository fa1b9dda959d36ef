import type { FileAccess, HostAccess } from "../../../domain/facts.ts";
import type { SignalCode } from "../signals.ts";

/**
 * What a function or procedure does beside computing its value. `argument` is the place (from 0) of the argument that
 * names the thing: a path, a command, an address, a text of SQL; without it, the thing is not named by an argument.
 */
export type Effect =
  | { readonly does: "write" }
  | { readonly does: "schema" }
  | { readonly does: "admin"; readonly signal?: SignalCode }
  /** Reads tables that its arguments name as text, or that it does not name. */
  | { readonly does: "read_unnamed" }
  | { readonly does: "file"; readonly access: FileAccess; readonly argument?: number }
  | { readonly does: "command"; readonly argument?: number }
  | { readonly does: "host"; readonly access: HostAccess; readonly argument?: number }
  | { readonly does: "sql"; readonly argument?: number }
  /** Makes the server wait or work: nothing changes, but it is no plain read. */
  | { readonly does: "delay" }
  /** `set_config(name, …)`. */
  | { readonly does: "setting" };
