import { Cursor, UnsupportedModule } from "../wasm/cursor.ts";
import { type ModuleLayout, SECTION, type Section } from "../wasm/module.ts";
import { OP, TYPE_I32 } from "../wasm/opcodes.ts";
import { Sink } from "../wasm/sink.ts";
import { planCharges } from "./plan.ts";
import { rewriteCode } from "./rewrite.ts";
import { scanFunction } from "./scan.ts";

/** The exported global that holds what fuel is left; an evaluation that takes it below zero traps. */
export const FUEL_EXPORT = "writ_fuel";

/** What the exported globals that the module changes itself begin with: that of its stack, above all. */
export const STATE_EXPORT = "writ_state_";

const GLOBAL_KIND = 3;

/** 2^31 - 1 as signed LEB128: a module's start function runs before its host can say how much fuel there is. */
const FUEL_AT_START = [0xff, 0xff, 0xff, 0xff, 0x07];

/**
 * Adds a fuel counter to a policy, so that no evaluation runs for ever: loops and recursion take from an exported
 * mutable i32, and trap (`unreachable`) once it is below zero. Indexes stay as they are: the counter is the last global.
 * What the module changes of its own globals is exported as well, so that its host can put it back.
 *
 * @throws UnsupportedModule for anything that is not understood in full
 */
export function meterModule(module: ModuleLayout): Uint8Array {
  const { bytes } = module;
  const functions = module.bodies.map((_, index) => scanFunction(module, index));
  const plan = planCharges(module, functions);
  const out = new Sink(bytes.length * 2);
  out.append(bytes.subarray(0, module.sections[0]?.start));
  const missing = new Set<number>([SECTION.global, SECTION.export, SECTION.code]);
  for (const section of module.sections) {
    missing.delete(section.id);
    switch (section.id) {
      case SECTION.global:
        extendVector(out, module, section, [[TYPE_I32, 1, OP.i32Const, ...FUEL_AT_START, OP.end]]);
        break;
      case SECTION.export:
        extendVector(out, module, section, [
          globalExport(FUEL_EXPORT, module.globals),
          ...module.mutableGlobals.map((index) => globalExport(`${STATE_EXPORT}${index}`, index)),
        ]);
        break;
      case SECTION.code:
        writeSection(out, section.id, rewriteCode(module, functions, plan));
        break;
      default:
        out.append(bytes.subarray(section.start, section.end));
    }
  }
  if (missing.size > 0) throw new UnsupportedModule("no functions, globals or exports", bytes.length);
  return out.view();
}

function globalExport(name: string, index: number): Uint8Array {
  const item = new Sink(64);
  item.u32(name.length);
  item.append(new TextEncoder().encode(name));
  item.u8(GLOBAL_KIND);
  item.u32(index);
  return item.view();
}

function writeSection(out: Sink, id: number, content: Uint8Array): void {
  out.u8(id);
  out.u32(content.length);
  out.append(content);
}

/** Copies a section that is one vector and adds items to it. */
function extendVector(out: Sink, module: ModuleLayout, section: Section, items: readonly ArrayLike<number>[]): void {
  const cursor = new Cursor(module.bytes, section.content, section.end);
  const added = items.reduce((bytes, { length }) => bytes + length, 0);
  const content = new Sink(section.end - section.content + added + 8);
  content.u32(cursor.u32() + items.length);
  content.append(module.bytes.subarray(cursor.position, section.end));
  for (const item of items) content.append(Uint8Array.from(item));
  writeSection(out, section.id, content.view());
}
