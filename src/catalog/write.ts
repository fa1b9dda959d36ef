import { Document, isScalar, Scalar, visit, type YAMLMap } from "yaml";
import { toolDigest } from "../canonicalize/catalogue/pin.ts";
import { DIGEST } from "../domain/digest.ts";
import type { JsonObject } from "../domain/json.ts";
import { VERBS } from "../domain/vocabulary.ts";
import type { Manifest, ManifestTool } from "./manifest.ts";
import { type Suggestion, suggest } from "./suggest.ts";

/** Enough of a description to know the tool again. */
const MAX_COMMENT_CHARS = 100;

/** Wide enough that no entry's comment is folded. */
const LINE_WIDTH = 160;

const NOT_PRINTABLE = /[^\x20-\x7e]+/g;

/** Text that no version of YAML takes for anything else; `opa build` reads 1.1, in which `on`, `1:20` and `<<` are no text. */
const PLAIN = /^[A-Za-z_/][\w/.~-]{3,}$/;

/** A catalogue file with one suggested entry a tool, each with what the suggestion rests on as a comment. */
export function catalogueYaml(server: string, { tools }: Manifest): string {
  const entries = tools.map((tool) => ({ tool, suggestion: suggest(server, tool) }));
  const content = {
    server,
    tools: Object.fromEntries(entries.map(({ tool, suggestion }) => [tool.name, entryOf(tool, suggestion)])),
  };
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore =
    " Suggested from the server's manifest. A tool stays unknown until its line `suggested: true` is removed.";
  const map = document.get("tools") as YAMLMap;
  for (const [index, { tool, suggestion }] of entries.entries()) {
    const key = map.items[index]?.key;
    if (isScalar(key)) key.commentBefore = commentOf(tool, suggestion);
  }
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string" && !PLAIN.test(node.value) && !DIGEST.test(node.value))
        node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: LINE_WIDTH });
}

function entryOf(tool: ManifestTool, { verb, tier, fields }: Suggestion): JsonObject {
  return {
    suggested: true,
    verb,
    ...(tier === VERBS[verb].tier ? {} : { tier }),
    ...fields,
    schema_digest: toolDigest(tool.raw),
  };
}

/** The description is the server's text: nothing of it may end the comment. */
function commentOf({ description }: ManifestTool, { because }: Suggestion): string {
  const text = description
    .slice(0, 4 * MAX_COMMENT_CHARS)
    .replace(NOT_PRINTABLE, " ")
    .trim();
  const short = text.length > MAX_COMMENT_CHARS ? `${text.slice(0, MAX_COMMENT_CHARS)}...` : text;
  return [...(short === "" ? [] : [short]), `by: ${because.join("; ")}`].map((line) => ` ${line}`).join("\n");
}
