import type { ModuleLayout } from "../wasm/module.ts";
import type { Region, ScannedFunction } from "./scan.ts";

/** What is charged where: one entry a function, 0 where the entry is free. */
export interface ChargePlan {
  readonly entry: readonly number[];
  /** Of each function, the charges of its loops in the order of the scan. */
  readonly loops: readonly (readonly number[])[];
  /** Functions with loops whose callees charge nothing: they can count in a local, which is several times cheaper. */
  readonly inRegister: readonly boolean[];
}

/** One unit of fuel is about this many instructions. */
const INSTRUCTIONS_PER_UNIT = 16;

/** A function without loops or recursion that takes fewer instructions, its callees' included, is charged to its callers. */
const FREE_ENTRY_INSTRUCTIONS = 256;

/**
 * Every loop is charged for each round, and every entry that can be part of unbounded work without a loop: recursive
 * functions (an indirect call may reach whatever a table holds) and those whose straight way is long, since calls that
 * fan out double their work at each level.
 */
export function planCharges(module: ModuleLayout, functions: readonly ScannedFunction[]): ChargePlan {
  const imported = module.importedFunctions.length;
  const table = module.tableFunctions.map((index) => index - imported).filter((index) => index >= 0);
  const callees = functions.map((scanned) => directCallees(imported, scanned));
  const recursive = findRecursive(functions, callees, table);
  for (const index of table) recursive.add(index);

  const entry: number[] = functions.map(() => 0);
  /** What a call of a function costs its caller, in instructions. */
  const passedOn: number[] = functions.map(() => 0);
  const costOf = (region: Region): number => {
    let cost = region.instructions;
    for (const callee of region.calls) cost += passedOn[callee - imported] ?? 0;
    return cost;
  };
  const toUnits = (region: Region) => Math.ceil(costOf(region) / INSTRUCTIONS_PER_UNIT);
  const quiet = new Set<number>();
  for (const index of leavesFirst(callees, recursive)) {
    const scanned = functions[index] as ScannedFunction;
    const cost = costOf(scanned.body);
    if (cost > FREE_ENTRY_INSTRUCTIONS) entry[index] = toUnits(scanned.body);
    else passedOn[index] = cost;
    if (entry[index] === 0 && scanned.loops.length === 0 && callsOnlyQuiet(module, scanned, quiet)) {
      quiet.add(index + imported);
    }
  }
  for (const index of recursive) entry[index] = toUnits((functions[index] as ScannedFunction).body);
  return {
    entry,
    loops: functions.map((scanned) => scanned.loops.map(toUnits)),
    inRegister: functions.map((scanned) => scanned.loops.length > 0 && callsOnlyQuiet(module, scanned, quiet)),
  };
}

/** Whether nothing that the function calls can charge; `opa_abort` ends the evaluation. */
function callsOnlyQuiet(module: ModuleLayout, scanned: ScannedFunction, quiet: ReadonlySet<number>): boolean {
  const regions = [scanned.body, ...scanned.loops];
  const isQuiet = (callee: number) => quiet.has(callee) || module.importedFunctions[callee] === "opa_abort";
  return !scanned.callsIndirectly && regions.every((region) => region.calls.every(isQuiet));
}

function directCallees(imported: number, scanned: ScannedFunction): number[] {
  const all = [scanned.body, ...scanned.loops].flatMap((region) => region.calls);
  return [...new Set(all)].map((index) => index - imported).filter((index) => index >= 0);
}

/** Functions that lie on a cycle of calls, or between two cycles. */
function findRecursive(
  functions: readonly ScannedFunction[],
  callees: readonly (readonly number[])[],
  table: readonly number[],
): Set<number> {
  const edges = callees.map((direct, index) => (functions[index]?.callsIndirectly ? [...direct, ...table] : direct));
  const aboveCycles = remainder(edges, undefined);
  const callers: number[][] = edges.map(() => []);
  edges.forEach((targets, index) => {
    if (aboveCycles.has(index)) for (const target of targets) callers[target]?.push(index);
  });
  return remainder(callers, aboveCycles);
}

/** What is left of the nodes when all those without an edge to another node that is left are taken away. */
function remainder(edges: readonly (readonly number[])[], among: ReadonlySet<number> | undefined): Set<number> {
  const left = new Set(among ?? edges.keys());
  for (const node of peel(edges, left)) left.delete(node);
  return left;
}

function leavesFirst(edges: readonly (readonly number[])[], without: ReadonlySet<number>): number[] {
  return peel(edges, new Set([...edges.keys()].filter((node) => !without.has(node))));
}

/** The nodes that can be ordered so that each comes behind all that its edges lead to, in that order. */
function peel(edges: readonly (readonly number[])[], among: ReadonlySet<number>): number[] {
  const waiting = new Map<number, number>();
  const dependents = new Map<number, number[]>();
  const ready: number[] = [];
  for (const node of among) {
    const targets = (edges[node] ?? []).filter((target) => among.has(target));
    waiting.set(node, targets.length);
    if (targets.length === 0) ready.push(node);
    for (const target of targets) {
      const list = dependents.get(target);
      if (list === undefined) dependents.set(target, [node]);
      else list.push(node);
    }
  }
  for (let next = 0; next < ready.length; next++) {
    for (const dependent of dependents.get(ready[next] as number) ?? []) {
      const left = (waiting.get(dependent) as number) - 1;
      waiting.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return ready;
}
