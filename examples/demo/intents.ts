import { isToolStep, type Session } from "./sessions.ts";

/** What the catalogue says of a tool: verbs that it can have, and destinations that it always goes to. */
export interface ToolFacts {
  readonly verbs: readonly string[];
  readonly fixed: readonly string[];
  /** Verbs by which it reaches only those of the own organization. */
  readonly inside: readonly string[];
}
export type FactsOf = (server: string, tool: string) => ToolFacts;

export interface IntentClaims {
  readonly task: string;
  readonly purpose: string;
  readonly on_behalf_of: string;
  readonly allows: readonly { readonly verb: string; readonly destinations: readonly string[] }[];
}

/** Said in the demo's output, because what an intent is made of decides what it can stop. */
export const HOW_INTENTS_WERE_MADE =
  "an intent allows the verbs of the session's benign steps, to the destinations that their tools always go to and to those that the user's own text names (addresses, URLs, handles, numbers, ids, quoted and capitalised words); whom of the own organization (settings.tenant_kinds) a message is for, it leaves open";

const NAMED = [
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /https?:\/\/[^\s"'<>)]+/g,
  /(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|edu|gov)\b/g,
  /\+?\d[\d\s().-]{6,}\d/g,
  /[@#]?[\w-]*[\d_][\w-]*/g,
  /'([^']+)'|"([^"]+)"|‘([^’]+)’|“([^”]+)”/g,
  /\b[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*/g,
];
/** An intent is a statement, not a transcript. */
const MAX_NAMED = 500;

/** What the session's user asked for, as plain claims. */
export function intentOf(session: Session, factsOf: FactsOf): IntentClaims {
  const benign = session.steps.filter(isToolStep).filter((step) => step.label === "benign");
  const facts = benign.map((step) => factsOf(session.server, step.tool));
  const verbs = new Set(facts.flatMap((fact) => fact.verbs));
  const inside = new Set(facts.flatMap((fact) => fact.inside));
  const words = session.steps.flatMap((step) => (isToolStep(step) ? [] : [step.user]));
  const named = namedIn([session.task, ...words].join("\n"));
  const destinations = [...new Set([...facts.flatMap((fact) => fact.fixed), ...named])];
  return {
    task: `tsk_${session.id}`,
    purpose: session.task.slice(0, 200),
    on_behalf_of: "user:demo",
    allows: [...verbs].sort().map((verb) => ({ verb, destinations: inside.has(verb) ? ["*"] : destinations })),
  };
}

function namedIn(text: string): readonly string[] {
  const found = NAMED.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match.slice(1).find(Boolean) ?? match[0]),
  );
  const trimmed = found.map((word) => word.replace(/[.,;:!?]+$/, "").trim()).filter((word) => word !== "");
  return [...new Set(trimmed.flatMap((word) => [word, word.toLowerCase()]))].slice(0, MAX_NAMED);
}
