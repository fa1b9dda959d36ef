import type { Destination, Resource } from "../domain/action.ts";
import type { Facts, FileAccess, HostAccess } from "../domain/facts.ts";
import type { Surroundings } from "./analyzers/analysis.ts";
import { hostFact } from "./analyzers/hosts/index.ts";
import { fileFact } from "./analyzers/paths/index.ts";

const FILE_ACCESS: Readonly<Record<string, FileAccess>> = {
  "file.read": "read",
  "file.list": "list",
  "file.search": "list",
  "file.write": "write",
  "file.append": "append",
  "file.delete": "delete",
  "file.move": "move",
  "file.copy": "read",
  "file.share": "read",
  "file.permission": "permission",
};
const HOST_ACCESS: Readonly<Record<string, HostAccess>> = {
  "net.fetch": "fetch",
  "web.browse": "fetch",
  "net.upload": "upload",
  "web.submit": "upload",
  "http.request": "connect",
  "net.connect": "connect",
};

/** What is known of the file that a call names as its resource, and of the hosts among its destinations. */
export function impliedFacts(
  verb: string,
  resource: Resource | undefined,
  destinations: readonly Destination[],
  surroundings: Surroundings,
): Facts {
  const hosts = destinations.filter(({ kind }) => kind === "url" || kind === "host");
  const path = resource === undefined ? undefined : pathOf(resource);
  return {
    ...(path === undefined
      ? {}
      : { files: [fileFact(path, FILE_ACCESS[verb] ?? "mention", "/action/resource", surroundings)] }),
    ...(hosts.length === 0
      ? {}
      : { hosts: hosts.map(({ value }) => hostFact(value, HOST_ACCESS[verb] ?? "mention", "/action/destinations")) }),
  };
}

function pathOf({ type, uri }: Resource): string | undefined {
  if (type !== "file" && type !== "directory") return undefined;
  return uri.startsWith("file:") ? uri : undefined;
}
