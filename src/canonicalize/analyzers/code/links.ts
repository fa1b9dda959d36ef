import { ANY_SITE, DATA_SITE, Evaluator, type Site } from "./evaluate.ts";
import { type Dialect, FoldBudget } from "./evaluation.ts";
import type { Library } from "./library.ts";
import { MAX_LINK_ROUNDS } from "./limits.ts";
import type { Call, ClassDefinition, Expression, FunctionDefinition, Program } from "./program.ts";
import { DATA_VALUES, type List, UNKNOWN_VALUES, type Value, type Values } from "./value.ts";

/** Call sites by what tells them apart. */
type Sites = Map<FunctionDefinition, Map<Site | Call, Site>>;

/** A program whose functions are matched with their calls. */
export interface Linked {
  readonly evaluator: Evaluator;
  /** Whether it ended: functions that are passed to functions that are passed on could call something still unseen. */
  readonly settled: boolean;
}

/** Matches calls with the functions that they call, until no new ones are found. */
export function link(program: Program, library: Library, dialect: Dialect, cwd: string | undefined): Linked {
  const budget = new FoldBudget();
  const sites: Sites = new Map();
  const changed = new Set<Expression>();
  for (let round = 0; round < MAX_LINK_ROUNDS; round++) {
    const evaluator = evaluatorFor(program, library, dialect, cwd, sites, changed, budget);
    const before = size(sites) + changed.size;
    for (const expression of program.changed) markChanged(expression, evaluator, changed);
    for (const call of program.calls) linkCall(call, evaluator, sites);
    linkResults(program, evaluator, sites);
    for (const expression of program.escaping) linkEscaping(evaluator.values(expression), sites, ANY_SITE, ANY_SITE);
    if (size(sites) + changed.size === before) {
      return {
        evaluator: evaluatorFor(program, library, dialect, cwd, sites, changed, budget),
        settled: !evaluator.exhausted,
      };
    }
  }
  return { evaluator: evaluatorFor(program, library, dialect, cwd, sites, changed, budget), settled: false };
}

function evaluatorFor(
  program: Program,
  library: Library,
  dialect: Dialect,
  cwd: string | undefined,
  sites: Sites,
  changed: ReadonlySet<Expression>,
  budget: FoldBudget,
): Evaluator {
  const lists = new Map([...sites].map(([definition, calls]) => [definition, [...calls.values()]]));
  return new Evaluator(program, library, dialect, cwd, lists, changed, budget);
}

function size(sites: Sites): number {
  let sum = 0;
  for (const calls of sites.values()) sum += calls.size;
  return sum;
}

function add(sites: Sites, definition: FunctionDefinition, key: Site | Call, site: Site): void {
  const calls = sites.get(definition);
  if (calls === undefined) sites.set(definition, new Map([[key, site]]));
  else calls.set(key, site);
}

/** What a function gives back goes to where it is not followed, where the function itself did. */
function linkResults(program: Program, evaluator: Evaluator, sites: Sites): void {
  for (const { definition, value } of program.results) {
    if (handedOver(definition, sites)) linkEscaping(evaluator.values(value), sites, ANY_SITE, ANY_SITE);
  }
}

function handedOver(definition: FunctionDefinition, sites: Sites): boolean {
  return [...(sites.get(definition)?.values() ?? [])].some(({ all }) => all !== undefined);
}

/** Marks the lists and dictionaries that a changed expression stands for. */
function markChanged(expression: Expression, evaluator: Evaluator, changed: Set<Expression>): void {
  for (const value of evaluator.values(expression)) {
    if ((value.kind === "list" || value.kind === "dictionary") && value.origin !== undefined) changed.add(value.origin);
  }
}

function linkCall(call: Call, evaluator: Evaluator, sites: Sites): void {
  for (const callee of evaluator.values(call.callee)) {
    if (callee.kind === "function") add(sites, callee.definition, call, siteOf(call, callee.definition, evaluator));
    else if (callee.kind === "class") linkConstructor(call, callee.definition, evaluator, sites);
    else linkCallbacks(call, callee, evaluator, sites);
  }
}

/** A method that is called through its class gets its object as first argument. */
function siteOf(call: Call, definition: FunctionDefinition, evaluator: Evaluator): Site {
  const throughClass =
    definition.takesSelf &&
    call.callee.kind === "member" &&
    evaluator.values(call.callee.of).some(({ kind }) => kind === "class");
  return { arguments: throughClass ? call.arguments.slice(1) : call.arguments };
}

function linkConstructor(call: Call, definition: ClassDefinition, evaluator: Evaluator, sites: Sites): void {
  for (const name of ["__init__", "__new__", "constructor"]) {
    for (const method of evaluator.program.methods.get(name) ?? []) {
      if (method.owner === definition) add(sites, method, call, { arguments: call.arguments });
    }
  }
}

/** Functions that are handed to what is no function of the program: libraries call them with data, lists with items. */
function linkCallbacks(call: Call, callee: Value, evaluator: Evaluator, sites: Sites): void {
  const site = callbackSite(callee, evaluator);
  for (const { value } of call.arguments)
    linkEscaping(evaluator.values(value), sites, site, site === ANY_SITE || site === DATA_SITE ? site : call);
  if (callee.kind === "method" && callee.of.kind === "function") add(sites, callee.of.definition, ANY_SITE, ANY_SITE);
}

/** What libraries call functions with: data, and what they made or belong to. */
function callbackSite(callee: Value, evaluator: Evaluator): Site {
  switch (callee.kind) {
    case "library": {
      const known = evaluator.library.find(callee.name);
      if (known === undefined || known.returns === "unknown") return ANY_SITE;
      return known.returns === undefined ? DATA_SITE : withData({ kind: "object", type: known.returns });
    }
    case "method":
      if (PROMISED.has(callee.name)) return { arguments: [], all: [callee.of] };
      if (callee.of.kind === "list") return itemSite(callee.of, callee.name);
      if (callee.of.kind === "object") return withData(callee.of);
      return /^(?:unknown|instance|library)$/.test(callee.of.kind) ? ANY_SITE : DATA_SITE;
    case "data":
      return DATA_SITE;
    default:
      return ANY_SITE;
  }
}

const PROMISED = new Set(["then", "catch", "finally"]);

function withData(object: Value): Site {
  return { arguments: [], all: [object, ...DATA_VALUES] };
}

/** A list's methods call with an item first, but for `reduce`, which has what it made so far in front. */
function itemSite(list: List, method: string): Site {
  const items =
    list.items.length === 0 && !list.open ? DATA_VALUES : [...list.items.flat(), ...(list.open ? UNKNOWN_VALUES : [])];
  if (method.startsWith("reduce")) return { arguments: [], all: [...items, ...DATA_VALUES] };
  return { arguments: [], all: DATA_VALUES, first: items };
}

function linkEscaping(values: Values, sites: Sites, site: Site, key: Site | Call): void {
  for (const value of values) if (value.kind === "function") add(sites, value.definition, key, site);
}
