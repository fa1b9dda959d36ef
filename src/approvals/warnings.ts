import { characterTricks } from "../canonicalize/analyzers/text/characters.ts";
import type { Action, Destination, Finding } from "../domain/action.ts";
import { isJsonObject, type JsonValue } from "../domain/json.ts";
import type { ShownSubject } from "./subject.ts";
import { shownArguments } from "./text/arguments.ts";
import { disguises } from "./text/disguise.ts";
import { named } from "./text/safe.ts";
import { originOf } from "./text/sentence.ts";

/** A longer list is not read; what is left out is counted. */
const MAX_WARNINGS = 15;
/** Of each kind of name, so many are looked at: whoever sends a thousand addresses is warned of the number. */
const MAX_NAMES = 100;

/** What to look at twice, the most telling first. */
export function shownWarnings(subject: ShownSubject): readonly string[] {
  const { action, agent, findings } = subject;
  const all = [
    ...new Set([
      ...namesOf(action, agent).flatMap(disguises),
      ...destinationsOf(action).flatMap(strangeOrigin),
      ...toolWarnings(action),
      ...coverWarnings(subject),
      ...contentWarnings(findings),
      ...hiddenText(subject),
      ...argumentWarnings(subject),
    ]),
  ];
  const rest = all.length - MAX_WARNINGS;
  return rest > 0 ? [...all.slice(0, MAX_WARNINGS), `and ${rest} more warnings`] : all;
}

function destinationsOf({ destinations, parts = [] }: Action): readonly Destination[] {
  return [...destinations, ...parts.slice(0, MAX_NAMES).flatMap((part) => part.destinations)].slice(0, MAX_NAMES);
}

/** Names that people go by. */
function namesOf(action: Action, agent: ShownSubject["agent"]): readonly string[] {
  const { tool, resource, parts = [] } = action;
  const resources = [resource, ...parts.slice(0, MAX_NAMES).map((part) => part.resource)];
  return [
    agent.id,
    agent.owner,
    tool.server,
    tool.name,
    ...resources.flatMap((one) => (one === undefined ? [] : [one.uri])),
    ...destinationsOf(action).map(({ value }) => value),
  ];
}

function strangeOrigin(destination: Destination): readonly string[] {
  if (destination.origin === "user" || destination.origin === "directory") return [];
  return [`${named(destination.value)} is ${originOf(destination)}`];
}

function toolWarnings({ tool, traits, parse, amount }: Action): readonly string[] {
  const found = [];
  if (!tool.known) found.push("The catalogue does not know the tool: what it does can only be guessed");
  if (tool.pin === "mismatch") found.push("The tool is not the one that the catalogue describes: it has changed since");
  if (parse !== "complete") found.push("Not all of the call could be understood: it may do more than is said here");
  if (traits.includes("irreversible")) found.push("What it does cannot be undone");
  if (amount?.currency === "") found.push("The call names an amount and no currency");
  return found;
}

function coverWarnings({ demand }: ShownSubject): readonly string[] {
  return demand.uses > 1 || demand.template !== "this_action" ? ["A yes covers more than this one call"] : [];
}

/** By kind, what findings are of which nobody should decide without knowing. */
function contentWarnings(findings: readonly Finding[]): readonly string[] {
  const secrets = findings.filter(({ type }) => type.startsWith("secret."));
  const types = [...new Set(findings.filter(({ type }) => type.startsWith("pii.")).map(({ type }) => type))];
  const found = [];
  if (secrets.length > 0) found.push("The call carries a secret, which is not shown here");
  if (types.length > 0) found.push(`The call carries personal data: ${types.slice(0, 5).map(named).join(", ")}`);
  return found;
}

/** Purpose and reasons are read as well. */
function hiddenText({ purpose, on_behalf_of }: ShownSubject): readonly string[] {
  return [...disguises(on_behalf_of), ...(hides(purpose) ? ["The purpose holds hidden or disguised characters"] : [])];
}

function argumentWarnings(subject: ShownSubject): readonly string[] {
  const { more, redacted } = shownArguments(subject.arguments);
  const found = [];
  if (anyText(subject.arguments, hides)) found.push("The arguments hold hidden or disguised characters");
  if (redacted > 0) found.push(`${redacted} of the arguments hold secrets, which are not shown here`);
  if (more > 0) found.push(`${more} of the arguments are not shown here`);
  return found;
}

function hides(text: string): boolean {
  return (characterTricks(text)?.tricks.size ?? 0) > 0;
}

function anyText(value: JsonValue, test: (text: string) => boolean): boolean {
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string" && test(next)) return true;
    if (!Array.isArray(next) && !isJsonObject(next)) continue;
    // No spread: a list may have more items than a call can have arguments.
    for (const [key, item] of Object.entries(next)) open.push(key, item);
  }
  return false;
}
