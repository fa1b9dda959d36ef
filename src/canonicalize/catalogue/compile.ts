import { hash } from "node:crypto";
import { canonicalJson } from "../../domain/jcs.ts";
import { type JsonValue, pointerTo } from "../../domain/json.ts";
import { type Api, compileApi } from "./api.ts";
import { broken } from "./broken.ts";
import type { Catalogue, ToolEntry } from "./entry.ts";
import { compileTool, object } from "./meaning.ts";

const FILE_KEYS = new Set(["server", "tools", "routes", "graphql", "rpc", "grpc"]);

interface Server {
  /** Undefined for a server that offers none: it speaks no MCP. */
  readonly tools?: ReadonlyMap<string, ToolEntry>;
  readonly api?: Api;
}

/**
 * Compiles the bundle's `data.catalog`: one object a server, `{server, tools: {name: entry}}`, and what else it answers to.
 * @throws WritError invalid_argument naming the entry by JSON Pointer; a bundle with a broken catalogue is not used
 */
export function compileCatalogue(data: JsonValue | undefined): Catalogue {
  const servers = new Map<string, Server>();
  const files = data === undefined ? {} : object(data, "/catalog");
  for (const [file, content] of Object.entries(files)) {
    const at = pointerTo("/catalog", file);
    const { server, tools, ...apis } = object(content, at, FILE_KEYS);
    if (typeof server !== "string" || server === "") throw broken(`${at}/server`, "is not a name");
    if (servers.has(server)) throw broken(`${at}/server`, "stands in another file too");
    const api = Object.keys(apis).length === 0 ? undefined : compileApi(apis, at);
    const offered = tools === undefined && api !== undefined ? undefined : compileTools(tools ?? null, `${at}/tools`);
    servers.set(server, {
      ...(offered === undefined ? {} : { tools: offered }),
      ...(api === undefined ? {} : { api }),
    });
  }
  return {
    digest: `sha256:${hash("sha256", canonicalJson(files), "hex")}`,
    size: [...servers.values()].reduce((sum, { tools, api }) => sum + (tools?.size ?? 0) + (api?.size ?? 0), 0),
    find: (server, name) => servers.get(server)?.tools?.get(name),
    knows: (server) => servers.get(server)?.tools !== undefined,
    api: (server) => servers.get(server)?.api,
  };
}

function compileTools(value: JsonValue, at: string): ReadonlyMap<string, ToolEntry> {
  const tools = new Map<string, ToolEntry>();
  for (const [name, entry] of Object.entries(object(value, at))) {
    const tool = compileTool(entry, pointerTo(at, name));
    if (tool !== undefined) tools.set(name, tool);
  }
  return tools;
}
