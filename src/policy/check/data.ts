import { isDay } from "../../domain/day.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { TIERS, VERBS, verbSpec } from "../../domain/vocabulary.ts";
import { didYouMean } from "../did-you-mean.ts";
import { type DataFile, readDataFile } from "../project/data-file.ts";
import { nested } from "../project/layers.ts";
import type { Problem } from "../project/problem.ts";
import { type PolicyFile, textOf } from "../project/read.ts";
import { checkCatalogueFile } from "./catalogue.ts";
import type { PolicyIndex } from "./index-policy.ts";

/** What is wrong with the author's agents and catalogue: data that are read by more than rules. */
export function checkDataFiles({ project, data }: PolicyIndex): readonly Problem[] {
  return project.dataFiles.flatMap((file) => {
    const read = readDataFile(file.origin, textOf(file));
    const whole = nested(file.path, read.value);
    const { agents, catalog } = whole;
    return [
      ...(isJsonObject(agents) ? checkAgents(agents, placed(file, read)) : []),
      ...(isJsonObject(catalog) ? checkCatalogueFile(catalog, data, file, placed(file, read)) : []),
    ];
  });
}

/** Makes a problem at a place of the data document, as far as it is in this file. */
export type Complain = (path: readonly string[], code: string, message: string, hint?: string) => Problem;

function placed(file: PolicyFile, read: DataFile): Complain {
  const folders = file.path.split("/").length - 1;
  return (path, code, message, hint) => ({
    code,
    severity: "error",
    file: file.origin,
    ...read.place(path.slice(folders)),
    message,
    ...(hint === undefined ? {} : { hint }),
  });
}

const AGENT_FIELDS = [
  "status",
  "owner",
  "purpose",
  "labels",
  "max_tier",
  "verbs",
  "audiences",
  "envelope",
  "review_at",
];
const ENVELOPE_FIELDS = ["verbs", "max_tier", "resources", "destinations", "max_amount", "currency", "max_calls"];

function checkAgents(agents: JsonObject, complain: Complain): readonly Problem[] {
  return Object.entries(agents).flatMap(([id, agent]) => {
    const at = ["agents", id];
    if (!isJsonObject(agent)) return [complain(at, "agent", `agent ${id} is no map of fields`)];
    const status = agent["status"];
    const { envelope = {} } = agent;
    return [
      // Policies of one's own may read fields of one's own: only slips are told.
      ...Object.keys(agent)
        .filter((key) => !AGENT_FIELDS.includes(key) && didYouMean(key, AGENT_FIELDS) !== undefined)
        .map((key) => complain([...at, key], "agent", `an agent has no ${key}`, didYouMean(key, AGENT_FIELDS))),
      ...(status === "active" || status === "suspended" || status === "retired"
        ? []
        : [complain([...at, "status"], "agent", `agent ${id} may not act`, "only an agent with status: active may")]),
      ...checkCeilings(agent, at, complain),
      ...checkReview(agent["review_at"], [...at, "review_at"], complain),
      ...checkEnvelope(envelope, [...at, "envelope"], complain),
    ];
  });
}

/** A day that is none would be compared as text all the same, and nobody be warned. */
function checkReview(day: JsonValue | undefined, at: readonly string[], complain: Complain): readonly Problem[] {
  if (day === undefined || (typeof day === "string" && isDay(day))) return [];
  return [complain(at, "agent", "review_at is no day", "a day like 2027-01-31")];
}

/** Verbs and tier of an agent or of its envelope: what is none permits nothing, or forbids all. */
function checkCeilings(entry: JsonObject, at: readonly string[], complain: Complain): readonly Problem[] {
  const { verbs = [], max_tier: tier } = entry;
  const known = [...Object.keys(VERBS), ...new Set(Object.keys(VERBS).map((verb) => `${verb.split(".")[0]}.*`))];
  const strange = (Array.isArray(verbs) ? verbs : []).flatMap((verb, i) =>
    typeof verb === "string" && (known.includes(verb) || verbSpec(verb) !== undefined)
      ? []
      : [[String(verb), i] as const],
  );
  return [
    ...(Array.isArray(verbs) ? [] : [complain([...at, "verbs"], "agent", "verbs is a list")]),
    ...strange.map(([verb, i]) =>
      complain([...at, "verbs", String(i)], "agent", `${verb} is no verb`, didYouMean(verb, known)),
    ),
    ...(tier === undefined || TIERS.some((name) => name === tier)
      ? []
      : [complain([...at, "max_tier"], "agent", "max_tier is no tier", `there are ${TIERS.join(", ")}`)]),
  ];
}

function checkEnvelope(envelope: JsonValue, at: readonly string[], complain: Complain): readonly Problem[] {
  if (!isJsonObject(envelope)) return [complain(at, "agent", "an envelope is a map of fields")];
  return [
    ...Object.keys(envelope)
      .filter((key) => !ENVELOPE_FIELDS.includes(key))
      .map((key) => {
        const hint = didYouMean(key, ENVELOPE_FIELDS) ?? `it has ${ENVELOPE_FIELDS.join(", ")}`;
        return complain([...at, key], "agent", `an envelope has no ${key}`, hint);
      }),
    ...checkCeilings(envelope, at, complain),
  ];
}
