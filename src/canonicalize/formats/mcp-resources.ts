import { readUrl, urlDestination } from "../analyzers/hosts/index.ts";
import { fileUri, normalPath } from "../analyzers/paths/index.ts";
import { givenResourceUri } from "../values.ts";
import type { StatedMeaning } from "./result.ts";

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what one reader of URIs takes away and another keeps
const UNSURE = /[\u0000-\u0020\u007f\\]/;

/**
 * What it is to read a resource of an MCP server: the file, the page or the record that its URI names. One that servers could take for
 * different things is understood in part.
 */
export function resourceMeaning(uri: string): StatedMeaning {
  const text = uri.trim();
  const sure = text === uri && !UNSURE.test(uri);
  switch (SCHEME.exec(text)?.[1]?.toLowerCase()) {
    case "file":
      return fileMeaning(text, sure);
    case "http":
    case "https": {
      const destination = urlDestination(text);
      const resource = { type: "url", uri: destination.value };
      const known = sure && readUrl(text) !== undefined;
      return { verb: "net.fetch", resource, destinations: [destination], parse: known ? "complete" : "partial" };
    }
    case undefined:
      return { verb: "record.read", resource: { type: "mcp_resource", uri: text }, parse: "partial" };
    default:
      return {
        verb: "record.read",
        resource: { type: "mcp_resource", uri: text },
        parse: sure ? "complete" : "partial",
      };
  }
}

function fileMeaning(text: string, sure: boolean): StatedMeaning {
  const given = givenResourceUri(text);
  if ("uri" in given && sure) {
    return { verb: "file.read", resource: { type: "file", uri: given.uri }, parse: "complete" };
  }
  const { path } = normalPath(text, { workspace: [] });
  return { verb: "file.read", resource: { type: "file", uri: fileUri(path) }, parse: "partial" };
}
