import { goesOn } from "../../domain/decision.ts";
import type { JsonObject } from "../../domain/json.ts";
import { type Candidate, readCandidates } from "./candidates.ts";
import { type Evaluation, readAction, readContext, readResource, readSearched, readSubject } from "./decode.ts";
import { type Asking, ask } from "./evaluate.ts";
import { encodeObligations } from "./obligations.ts";
import { decodePage, MAX_JUDGED, nextToken, startOf } from "./page.ts";

export const SEARCHES = ["subject", "resource", "action"] as const;
export type SearchKind = (typeof SEARCHES)[number];

interface Search {
  /** Whose candidates are looked at: the type of the subjects or resources, or the resource's type of the actions. */
  readonly type: string;
  /** The question about one candidate. */
  evaluation(candidate: Candidate): Evaluation;
  result(candidate: Candidate): Readonly<Record<string, string>>;
}

/** A page of what may be done, or by whom, or to what (section 8). @throws WritError */
export async function search(asking: Asking, kind: SearchKind, fields: JsonObject): Promise<object> {
  const found = decodeSearch(kind, fields);
  const page = decodePage(fields);
  const { page: _, ...question } = fields;
  const { service, asker } = asking;
  const path = ["authzen", `${kind}s`, found.type];
  const candidates = readCandidates(service.document(path, asker.admission), `data.${path.join(".")}`);
  const start = startOf(page, { ...question, "": kind }, candidates);
  const { results, end } = await judge(asking, found, candidates, start, page.limit);
  const next_token = nextToken(end, { ...question, "": kind }, candidates);
  if (!page.asked && next_token === "") return { results };
  return { page: { next_token, count: results.length }, results };
}

function decodeSearch(kind: SearchKind, fields: JsonObject): Search {
  const context = readContext(fields, "");
  if (kind === "subject") {
    const [type, action, resource] = [
      readSearched(fields, "subject"),
      readAction(fields, ""),
      readResource(fields, ""),
    ];
    return {
      type,
      evaluation: (candidate) => ({ subject: { type, ...candidate }, action, resource, context }),
      result: ({ id }) => ({ type, id }),
    };
  }
  if (kind === "resource") {
    const [subject, action, type] = [readSubject(fields, ""), readAction(fields, ""), readSearched(fields, "resource")];
    return {
      type,
      evaluation: (candidate) => ({ subject, action, resource: { type, ...candidate }, context }),
      result: ({ id }) => ({ type, id }),
    };
  }
  const [subject, resource] = [readSubject(fields, ""), readResource(fields, "")];
  return {
    type: resource.type,
    evaluation: ({ id, ...properties }) => ({ subject, action: { name: id, ...properties }, resource, context }),
    result: ({ id }) => ({ name: id }),
  };
}

/** Judges one candidate after the other, as many at a time as are wanted still, until the page is full or has cost enough. */
async function judge(
  asking: Asking,
  found: Search,
  candidates: readonly Candidate[],
  start: number,
  limit: number,
): Promise<{ readonly results: readonly object[]; readonly end: number }> {
  const results: object[] = [];
  const last = Math.min(candidates.length, start + MAX_JUDGED);
  let end = start;
  while (end < last && results.length < limit) {
    const some = candidates.slice(end, Math.min(last, end + limit - results.length));
    const judged = await Promise.all(some.map((candidate) => resultOf(asking, found, candidate)));
    results.push(...judged.filter((result) => result !== undefined));
    end += some.length;
  }
  return { results, end };
}

/** Undefined unless it may: an obligation that the enforcement point has not said to fulfil leaves it out. */
async function resultOf(asking: Asking, found: Search, candidate: Candidate): Promise<object | undefined> {
  const { decision, surroundings } = await ask(asking, found.evaluation(candidate), true);
  if (!goesOn(decision)) return undefined;
  const { obligations } = encodeObligations(decision.obligations, surroundings.obligations);
  return { ...found.result(candidate), ...(obligations === undefined ? {} : { context: { obligations } }) };
}
