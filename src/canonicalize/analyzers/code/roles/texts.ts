import { partOf } from "../../analysis.ts";
import { fileFact, fileResource } from "../../paths/index.ts";
import { bytesToUtf8 } from "../fold/bytes.ts";
import type { Deed } from "../library.ts";
import { type Deeds, incomplete, type Run } from "../run.ts";
import { HOLE, hasHole, isDecoded, textOf, type Value } from "../value.ts";
import { isOn, locate, option } from "./arguments.ts";

/** Text that runs as code of the program's own language. */
export function evaluate(deed: Deed, deeds: Deeds, run: Run): void {
  const values = (locate(deed.arguments[0], deeds) ?? []).flatMap((value) =>
    value.kind === "list" ? value.items.flat() : [value],
  );
  for (const value of values) {
    if (value.kind === "function" || value.kind === "class" || value.kind === "none" || value.kind === "number")
      continue;
    if (deed.role === "eval_text" && value.kind !== "text" && !isDecoded(value)) continue;
    evaluateValue(value, deeds, run);
  }
}

function evaluateValue(value: Value, { name }: Deeds, run: Run): void {
  const { collector, context, seen } = run;
  seen.dynamic = true;
  incomplete(run);
  const decoded = isDecoded(value);
  if (decoded) collector.signal("execution.decoded", name);
  const code = textOf(value);
  if (hasHole(code)) {
    seen.unknownText = true;
    if (!decoded) collector.signal("execution.unknown_text", name);
  }
  if (code === HOLE) collector.does("code.run");
  else collector.absorb(context.nested("code", bytesToUtf8(code), run.language));
}

/** SQL that is given to a database. */
export function query(deed: Deed, deeds: Deeds, run: Run): void {
  const dialect = (locate(deed.arguments[1], deeds) ?? []).map(textOf)[0];
  for (const value of locate(deed.arguments[0], deeds) ?? []) {
    const sql = textOf(value);
    if (sql.startsWith(HOLE) || value.kind !== "text") {
      run.collector.part(partOf("db.write"));
      incomplete(run);
      continue;
    }
    if (hasHole(sql)) incomplete(run);
    // A name is right in most places where a value, a column or a table is put in.
    const analysis = run.context.nested("sql", sql.replace(/[\uE000-\uE002]+/g, "unknown"), dialect);
    run.collector.absorb(analysis);
    run.sources.push({ kind: "database", value: dialect ?? "", classes: [] });
  }
}

/** A file that runs as code. */
export function runScript(deed: Deed, deeds: Deeds, run: Run): void {
  if (isOn(option("eval", deeds))) {
    evaluate(deed, deeds, run);
    return;
  }
  for (const value of locate(deed.arguments[0], deeds) ?? []) {
    const path = textOf(value);
    incomplete(run);
    if (path.startsWith(HOLE)) {
      run.collector.does("code.run");
      continue;
    }
    const fact = fileFact(path.replace(/[\uE000-\uE002]+/g, "*"), "execute", run.context.at, run.context.surroundings);
    run.collector.file(fact);
    run.collector.part(partOf("code.run", { resource: fileResource(fact) }));
    if (run.written.has(fact.path)) run.collector.signal("execution.written", fact.path);
  }
}
