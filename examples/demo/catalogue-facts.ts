import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FactsOf } from "./intents.ts";

interface Meaning {
  readonly verb?: string;
  readonly destinations?: readonly { readonly kind: string; readonly value?: string }[];
}
type Tool = Meaning & { readonly cases?: readonly Meaning[] };

const DATA = fileURLToPath(new URL("../../dist/bundle/data.json", import.meta.url));

/** Facts by tool, from the catalogue of the bundle that is in use. */
export function catalogueFacts(): FactsOf {
  const data = JSON.parse(readFileSync(DATA, "utf8")) as {
    readonly settings: { readonly tenant_kinds: readonly string[] };
    readonly catalog: Readonly<
      Record<string, { readonly server: string; readonly tools: Readonly<Record<string, Tool>> }>
    >;
  };
  const inside = new Set(data.settings.tenant_kinds);
  const servers = new Map(Object.values(data.catalog).map((file) => [file.server, file.tools]));
  return (server, name) => {
    const tool = servers.get(server)?.[name];
    const meanings = tool === undefined ? [] : [tool, ...(tool.cases ?? [])];
    return {
      verbs: meanings.flatMap(({ verb }) => verb ?? []),
      inside: meanings.flatMap(({ verb, destinations = [] }) =>
        verb !== undefined && destinations.length > 0 && destinations.every(({ kind }) => inside.has(kind))
          ? [verb]
          : [],
      ),
      fixed: meanings.flatMap(({ destinations = [] }) => destinations.flatMap(({ value }) => value ?? [])),
    };
  };
}
