import { readFileSync } from "node:fs";
import { compilePolicy } from "../../src/adapters/opa/compile.ts";
import { PolicyInstance } from "../../src/adapters/opa/instance.ts";
import { OpaPolicy } from "../../src/adapters/opa/policy.ts";
import { startDeadlineWatch } from "../../src/process/deadline-watch.ts";

// Evaluates one input as a process of its own: node overdue-evaluation.ts <policy.wasm> <input> <deadlineMs>. Prints when
// it starts (milliseconds since 1970), then what it came to.
const [wasm = "", input = "", deadlineMs = ""] = process.argv.slice(2);
const compiled = await compilePolicy(readFileSync(wasm), { memoryMb: 256, builtins: new Map() });
const dataText = Buffer.from("{}");
const entrypoint = new PolicyInstance(compiled, dataText).entrypoints().get("writ/main/decision") as number;
const ref = { bundle: "b", revision: "", digest: "", activated_at: "" };
const watch = startDeadlineWatch(Number(deadlineMs));
const policy = new OpaPolicy({ ref, data: {}, dataText, compiled, entrypoint, watch });
const until = performance.now() + 3 * Number(deadlineMs);
while (performance.now() < until) policy.evaluate('{"endless":false}');
console.log(Date.now());
console.log(JSON.stringify(policy.evaluate(input)));
await watch.stop();
