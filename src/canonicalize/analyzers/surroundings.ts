import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { Surroundings } from "./analysis.ts";

/** A project has one folder, sometimes a handful. */
const MAX_WORKSPACES = 16;

/**
 * Where the call runs, from the request's context: `cwd` and `home` (absolute paths), `workspace` (one absolute path, or
 * several). Without `cwd`, the first workspace is where commands run. What is no absolute path is as if it were not there.
 */
export function surroundingsOf(context: JsonObject): Surroundings {
  const given = context["workspace"];
  const workspace = (Array.isArray(given) ? given : [given])
    .map(absolute)
    .filter((path) => path !== undefined)
    .slice(0, MAX_WORKSPACES);
  const cwd = absolute(context["cwd"]) ?? workspace[0];
  const home = absolute(context["home"]);
  return { ...(cwd === undefined ? {} : { cwd }), ...(home === undefined ? {} : { home }), workspace };
}

function absolute(value: JsonValue | undefined): string | undefined {
  if (typeof value !== "string" || !/^(?:\/|[A-Za-z]:[\\/])/.test(value)) return undefined;
  return value.length > 1 ? value.replace(/[\\/]+$/, "") : value;
}
