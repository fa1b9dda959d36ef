import type { ModuleLayout } from "../wasm/module.ts";
import { OP, TYPE_EMPTY, TYPE_I32 } from "../wasm/opcodes.ts";
import { Sink } from "../wasm/sink.ts";
import type { ChargePlan } from "./plan.ts";
import type { ScannedFunction } from "./scan.ts";

/** The content of the code section with the plan's charges written in. */
export function rewriteCode(module: ModuleLayout, functions: readonly ScannedFunction[], plan: ChargePlan): Uint8Array {
  const out = new Sink(module.bytes.length * 2);
  const body = new Sink(4096);
  out.u32(functions.length);
  functions.forEach((scanned, index) => {
    const { start, end } = module.bodies[index] as { start: number; end: number };
    if (plan.entry[index] === 0 && scanned.loops.length === 0) {
      out.u32(end - start);
      out.append(module.bytes.subarray(start, end));
      return;
    }
    body.clear();
    new FunctionRewriter(module, index, body).write(scanned, plan);
    out.u32(body.length);
    out.append(body.view());
  });
  return out.view();
}

class FunctionRewriter {
  readonly #module: ModuleLayout;
  readonly #index: number;
  readonly #out: Sink;
  #fuelLocal = 0;

  constructor(module: ModuleLayout, index: number, out: Sink) {
    this.#module = module;
    this.#index = index;
    this.#out = out;
  }

  write(scanned: ScannedFunction, plan: ChargePlan): void {
    const { bytes, bodies, types, functionTypes } = this.#module;
    const type = types[functionTypes[this.#index] as number];
    this.#fuelLocal = (type?.params ?? 0) + scanned.locals.count;
    this.#declareLocal(scanned);
    const results = type?.results ?? [];
    const end = bodies[this.#index]?.end as number;
    let copied = scanned.body.position;
    const copyTo = (position: number) => {
      this.#out.append(bytes.subarray(copied, position));
      copied = position;
    };
    const entry = plan.entry[this.#index] as number;
    const inRegister = plan.inRegister[this.#index] === true && results.length <= 1;
    if (inRegister) this.#load(results);
    if (entry > 0) this.#charge(entry, inRegister);
    const returns = inRegister ? scanned.returns : [];
    let nextReturn = 0;
    const leaveUntil = (position: number) => {
      for (let site = returns[nextReturn]; site !== undefined && site.position < position; site = returns[nextReturn]) {
        copyTo(site.position);
        this.#out.u8(OP.br);
        this.#out.u32(site.depth);
        copied++;
        nextReturn++;
      }
    };
    scanned.loops.forEach((region, loop) => {
      leaveUntil(region.position);
      copyTo(region.position);
      this.#charge(plan.loops[this.#index]?.[loop] as number, inRegister);
    });
    leaveUntil(end);
    copyTo(end);
    if (inRegister) this.#store();
  }

  /** One i32 more, behind all that there are. */
  #declareLocal({ locals }: ScannedFunction): void {
    this.#out.u32(locals.groups + 1);
    this.#out.append(this.#module.bytes.subarray(locals.position, locals.end));
    this.#out.u32(1);
    this.#out.u8(TYPE_I32);
  }

  #op(opcode: number, index: number): void {
    this.#out.u8(opcode);
    this.#out.u32(index);
  }

  /** Keeps the fuel in a local; the body becomes a block that every way out leaves by its end. */
  #load(results: readonly number[]): void {
    this.#op(OP.globalGet, this.#module.globals);
    this.#op(OP.localSet, this.#fuelLocal);
    this.#out.u8(OP.block);
    this.#out.u8(results[0] ?? TYPE_EMPTY);
  }

  #store(): void {
    this.#op(OP.localGet, this.#fuelLocal);
    this.#op(OP.globalSet, this.#module.globals);
    this.#out.u8(OP.end);
  }

  #charge(units: number, inRegister: boolean): void {
    const out = this.#out;
    const { globals } = this.#module;
    if (inRegister) this.#op(OP.localGet, this.#fuelLocal);
    else this.#op(OP.globalGet, globals);
    out.u8(OP.i32Const);
    out.s32(units);
    out.u8(OP.i32Sub);
    this.#op(OP.localTee, this.#fuelLocal);
    if (!inRegister) {
      this.#op(OP.globalSet, globals);
      this.#op(OP.localGet, this.#fuelLocal);
    }
    out.u8(OP.i32Const);
    out.s32(0);
    out.u8(OP.i32LtS);
    out.u8(OP.if);
    out.u8(TYPE_EMPTY);
    if (inRegister) {
      this.#op(OP.localGet, this.#fuelLocal);
      this.#op(OP.globalSet, globals);
    }
    out.u8(OP.unreachable);
    out.u8(OP.end);
  }
}
