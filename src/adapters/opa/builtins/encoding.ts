import { isUtf8 } from "node:buffer";
import { PolicyAborted } from "../errors.ts";
import { BuiltinError, type Builtins, objectArg, stringArg } from "./builtin.ts";
import { goJson, goJsonIndented, jsonShape } from "./json-text.ts";
import { escapeUrl, unescapeUrl } from "./url.ts";
import { ObjectValue, type Value } from "./value.ts";

const HEX = /^(?:[0-9a-f]{2})*$/i;

export const ENCODING: Builtins = {
  "base64url.encode_no_pad": (args) => Buffer.from(stringArg(args, 0), "utf8").toString("base64url"),
  "hex.encode": (args) => Buffer.from(stringArg(args, 0), "utf8").toString("hex"),
  "hex.decode": (args) => {
    const text = stringArg(args, 0);
    if (!HEX.test(text)) throw new BuiltinError("invalid hexadecimal text");
    return textOf(Buffer.from(text, "hex"));
  },
  "json.marshal_with_options": (args) => marshal(args[0] ?? null, objectArg(args, 1)),
  "urlquery.encode": (args) => escapeUrl(stringArg(args, 0), "query"),
  "urlquery.decode": (args) => unescapeUrl(stringArg(args, 0), "query"),
  "urlquery.encode_object": (args) => encodeObject(objectArg(args, 0)),
  "urlquery.decode_object": (args) => decodeObject(stringArg(args, 0)),
};

/** @throws PolicyAborted for bytes that are no UTF-8: Go has such strings, JavaScript has not */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new PolicyAborted("a builtin's result is not UTF-8");
  return bytes.toString("utf8");
}

function marshal(value: Value, options: ObjectValue): string {
  let [prefix, indent] = ["", "\t"];
  let pretty: boolean | undefined;
  let implied = false;
  for (const [key, option] of options.entries) {
    if (key === "pretty") {
      if (typeof option !== "boolean") throw new BuiltinError("pretty must be a boolean");
      pretty = option;
      continue;
    }
    if ((key !== "prefix" && key !== "indent") || typeof option !== "string") {
      throw new BuiltinError("options are prefix, indent and pretty");
    }
    implied = true;
    if (key === "prefix") prefix = option;
    else indent = option;
  }
  return (pretty ?? implied) ? prefix + goJsonIndented(value, prefix, indent) : goJson(value);
}

function encodeObject(object: ObjectValue): string {
  const pairs: string[] = [];
  for (const [key, value] of jsonShape(object) as ReadonlyMap<string, unknown>) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item !== "string") throw new BuiltinError("values must be string, array[string], or set[string]");
      pairs.push(`${escapeUrl(key, "query")}=${escapeUrl(item, "query")}`);
    }
  }
  return pairs.join("&");
}

function decodeObject(query: string): ObjectValue {
  const values = new Map<string, string[]>();
  for (const pair of query.split("&")) {
    if (pair.includes(";")) throw new BuiltinError("invalid semicolon separator in query");
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const key = unescapeUrl(at === -1 ? pair : pair.slice(0, at), "query");
    const value = at === -1 ? "" : unescapeUrl(pair.slice(at + 1), "query");
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return new ObjectValue(values);
}
