import { isJsonObject, type JsonValue } from "./json.ts";
import { foldedName, memberNames } from "./member-names.ts";

/** JSON-RPC 2.0, section 4. */
export const RPC_MEMBERS = memberNames("jsonrpc", "id", "method", "params");

/** Whether some server could take the value for a message of JSON-RPC, or for a batch: one item is enough, and its names in any letters. */
export function isRpc(value: JsonValue | undefined): boolean {
  const items = Array.isArray(value) ? value : [value];
  return items.some((item) => isJsonObject(item) && Object.keys(item).some((key) => foldedName(key) === "jsonrpc"));
}
