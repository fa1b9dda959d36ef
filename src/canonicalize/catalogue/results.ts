import { isJsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { RESULT_FORMATS, type ResultFormat, type ResultTrust, type Trust } from "../../domain/provenance.ts";
import { broken } from "./broken.ts";
import { readPointer } from "./sources.ts";

const TRUSTS: readonly unknown[] = ["directory", "text"] satisfies readonly Trust[];
const KEYS = ["trust", "format", "fields"];

/** What an entry says of its tool's results: `{trust, format, fields: {pointer: trust}}`. @throws WritError invalid_argument */
export function readResults(value: JsonValue, at: string): ResultTrust {
  if (!isJsonObject(value)) throw broken(at, "is not an object");
  const { trust, format, fields = {} } = value;
  if (Object.keys(value).some((key) => !KEYS.includes(key))) throw broken(at, `takes only ${KEYS.join(", ")}`);
  if (format !== undefined && !(RESULT_FORMATS as readonly unknown[]).includes(format)) {
    throw broken(`${at}/format`, `is none of ${RESULT_FORMATS.join(", ")}`);
  }
  if (!isJsonObject(fields)) throw broken(`${at}/fields`, "is not an object");
  return {
    ...(trust === undefined ? {} : { trust: readTrust(trust, `${at}/trust`) }),
    ...(format === undefined ? {} : { format: format as ResultFormat }),
    fields: Object.entries(fields).map(([pointer, of]) => {
      const here = pointerTo(`${at}/fields`, pointer);
      return { pointer: readPointer(pointer, here), trust: readTrust(of, here) };
    }),
  };
}

function readTrust(value: JsonValue, at: string): Trust {
  if (!TRUSTS.includes(value)) throw broken(at, "is neither directory nor text");
  return value as Trust;
}
