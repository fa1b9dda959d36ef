import type { Action, ActionPart, Amount, Destination, Tool } from "../../domain/action.ts";
import { VERBS } from "../../domain/vocabulary.ts";
import { KINDS, PHRASES, TENANT_PHRASE } from "./phrases.ts";
import { named } from "./safe.ts";

/** More than these are counted in a sentence, and listed below it. */
const MAX_IN_SENTENCE = 3;

/** Everything that a sentence says of an action, or of a part of one. */
type Deed = Pick<Action, "verb" | "resource" | "destinations" | "tool"> & Partial<Pick<Action, "amount" | "count">>;

/** The effect of an action in one sentence, of its canonical form only: what the agent says about it is not heard. */
export function effectSentence(agent: string, action: Action): string {
  const who = agent === "" ? "An agent that has no name" : named(agent);
  const [only, ...more] = action.parts ?? [];
  if (only !== undefined && more.length === 0 && isWhole(only, action))
    return `${who} wants to ${effectOf({ ...action, ...only })}`;
  return `${who} wants to ${effectOf(action)}${partsOf(action)}`;
}

/** Whether a part says all that the action does, and more. */
function isWhole({ verb }: ActionPart, action: Action): boolean {
  return verb === action.verb && action.resource === undefined && action.destinations.length === 0;
}

function partsOf({ parts = [], tool }: Action): string {
  if (parts.length === 0) return "";
  const shown = parts.slice(0, MAX_IN_SENTENCE).map((part, i) => `(${i + 1}) ${partEffect(part, tool)}`);
  return `, which would ${withRest(shown, parts.length, "; ")}`;
}

/** What one part of an action does. */
export function partEffect(part: ActionPart, tool: Tool): string {
  return effectOf({ ...part, tool });
}

function effectOf(deed: Deed): string {
  const { verb, resource, destinations, tool, amount, count = 1 } = deed;
  const slots: Readonly<Record<string, string>> = {
    resource: resource === undefined ? "" : named(resource.uri),
    to: toOf(destinations),
    amount: amount === undefined ? "" : amountOf(amount),
    tool: toolOf(tool),
    verb: named(verb),
  };
  const phrase = Object.hasOwn(VERBS, verb) ? PHRASES[verb as keyof typeof PHRASES] : TENANT_PHRASE;
  const template = phrase.replace(/\[([^[\]|]*)\|([^[\]|]*)\]/g, (_, filled: string, empty: string) =>
    namesIn(filled).every((name) => slots[name] !== "") ? filled : empty,
  );
  const said = template.replace(SLOT, (_, name: string) => slots[name] ?? "");
  const unsaid = Object.entries(BEHIND).filter(([name]) => slots[name] !== "" && !namesIn(template).includes(name));
  return (
    said + unsaid.map(([name, words]) => `${words} ${slots[name]}`).join("") + (count > 1 ? `, ${count} at once` : "")
  );
}

const SLOT = /\{(\w+)\}/g;
/** How what a phrase has no place for follows it. */
const BEHIND: Readonly<Record<string, string>> = { resource: ", on", amount: ", for", to: ", reaching" };

function namesIn(template: string): readonly string[] {
  return [...template.matchAll(SLOT)].map(([, name]) => name ?? "");
}

function toolOf({ server, name }: Tool): string {
  return named(server === "" ? name : `${server}/${name}`);
}

export function amountOf({ value, currency }: Amount): string {
  return currency === "" ? `${named(value)} of no stated currency` : `${named(value)} ${named(currency)}`;
}

function toOf(destinations: readonly Destination[]): string {
  const [only] = destinations;
  if (only === undefined) return "";
  if (destinations.length === 1) return `${named(only.value)}, ${originOf(only)}`;
  const shown = destinations.slice(0, MAX_IN_SENTENCE).map((one) => `${named(one.value)} (${originOf(one)})`);
  return withRest(shown, destinations.length, ", ");
}

function withRest(shown: readonly string[], all: number, parted: string): string {
  const rest = all - shown.length;
  return shown.join(parted) + (rest > 0 ? `${parted}and ${rest} more` : "");
}

/** Who named a destination, or a resource of which that is known, first. */
export function originOf(
  { kind, origin, source }: Pick<Destination, "kind" | "origin" | "source">,
  otherwise = "a destination",
): string {
  const what = KINDS[kind] ?? otherwise;
  const from = source === undefined ? undefined : named(source.tool);
  switch (origin) {
    case "user":
      return `${what} that the user named`;
    case "directory":
      return `${what} from ${from ?? "a trusted directory"}`;
    case "tool_output":
      return `${what} that came from what ${from ?? "a tool"} answered`;
    case "unseen":
      return `${what} that nobody named before`;
  }
}
