import { isDeepStrictEqual } from "node:util";
import { yamlToJson } from "../../compose/yaml.ts";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { askService } from "../bundle/client.ts";
import { readText } from "../text.ts";
import { REGISTRATION_FIELDS, type ShownAgent } from "./show.ts";

/** As large as pages are. */
const PAGE_SIZE = 500;

export interface ApplyOptions {
  readonly url: string;
  readonly dryRun: boolean;
  readonly note: JsonObject;
}

/** All pages of a list. @param path with its query, if any */
export async function allAgents(url: string, path: string): Promise<readonly ShownAgent[]> {
  const found: ShownAgent[] = [];
  let token = "";
  do {
    const mark = path.includes("?") ? "&" : "?";
    const from = token === "" ? "" : `&page_token=${encodeURIComponent(token)}`;
    const page = await askService(url, `${path}${mark}page_size=${PAGE_SIZE}${from}`);
    found.push(...(page["agents"] as unknown as readonly ShownAgent[]));
    token = String(page["next_page_token"] ?? "");
  } while (token !== "");
  return found;
}

/** A file of registrations, by id. @throws WritError invalid_argument when it is none */
export function readRegistrations(path: string): ReadonlyMap<string, JsonObject> {
  const document = readYaml(path);
  return new Map(
    Object.entries(document).map(([id, entry]) => {
      if (!isJsonObject(entry)) throw new WritError("invalid_argument", `${path}: ${id} is no map of fields`);
      if (entry["status"] !== undefined) {
        const hint = "a status is ordered, not registered: use writ agents suspend, resume or retire";
        throw new WritError("invalid_argument", `${path}: ${id} has a status; ${hint}`);
      }
      return [id, entry];
    }),
  );
}

/** The map of fields in a YAML file; `-` is standard input. @throws WritError invalid_argument when it is none */
export function readYaml(path: string): JsonObject {
  const text = readText(path);
  let value: JsonValue;
  try {
    value = parseStrictJson(Buffer.from(yamlToJson(text)));
  } catch (cause) {
    throw new WritError("invalid_argument", `${path} is no YAML that can be read`, { cause });
  }
  if (!isJsonObject(value)) throw new WritError("invalid_argument", `${path} is no map of fields`);
  return value;
}

/** Registers what is not registered and changes what is otherwise; deletes nothing. @returns a line for each */
export async function applyRegistrations(
  wanted: ReadonlyMap<string, JsonObject>,
  { url, dryRun, note }: ApplyOptions,
): Promise<readonly string[]> {
  const present = new Map((await allAgents(url, "/v1/agents")).map((agent) => [agent.id, agent]));
  const lines: string[] = [];
  for (const [id, entry] of wanted) {
    const known = present.get(id);
    const before = known?.source === "api" ? known : undefined;
    const changed = before === undefined ? [] : differences(before, entry);
    if (before !== undefined && changed.length === 0) {
      lines.push(`unchanged   ${id}`);
      continue;
    }
    if (!dryRun) await put(url, id, entry, before?.version, note);
    lines.push(before === undefined ? `registered  ${id}` : `updated     ${id}: ${changed.join(", ")}`);
  }
  return lines;
}

async function put(url: string, id: string, entry: JsonObject, version: number | undefined, note: JsonObject) {
  const change = { ...entry, ...note };
  try {
    if (version === undefined) await askService(url, "/v1/agents", { id, ...change });
    else await askService(url, `/v1/agents/${encodeURIComponent(id)}`, { ...change, version }, "PUT");
  } catch (error) {
    if (error instanceof WritError) throw new WritError(error.code, `${id}: ${error.message}`, { cause: error });
    throw error;
  }
}

const ABSENT: Readonly<Record<string, JsonValue>> = { owner: "", purpose: "", labels: {} };

/** Fields that the API does not know differ always, so that it gets to refuse them. */
function differences(before: ShownAgent, entry: JsonObject): readonly string[] {
  const strange = Object.keys(entry).filter((key) => !REGISTRATION_FIELDS.some((field) => field === key));
  const other = REGISTRATION_FIELDS.filter(
    (field) => !isDeepStrictEqual(before[field] ?? ABSENT[field], entry[field] ?? ABSENT[field]),
  );
  return [...other, ...strange];
}
