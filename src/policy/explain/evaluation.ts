import { WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { GATHERED } from "../gathered.ts";
import type { Staged } from "../project/stage.ts";
import type { TraceEvent } from "./trace.ts";

/** What OPA's interpreter makes of an input, and how. */
export interface Interpreted {
  /** Undefined where the decision is. */
  readonly document: JsonValue | undefined;
  readonly trace: readonly TraceEvent[];
}

interface EvalJson {
  readonly result?: readonly [
    { readonly expressions: readonly [{ readonly value: { readonly decision: JsonValue[] } }] },
  ];
  readonly explanation?: readonly TraceEvent[];
}

/**
 * The decision, and every set that main gathers: a decision that is made already asks no further rules. Both are
 * comprehensions, so that one that is undefined does not take the other with it.
 */
const QUERY = `{
  "decision": [decision | decision := data.writ.main.decision],
  "gathered": [1 | some gathered in ${JSON.stringify(GATHERED)}; data.policy[_][gathered]],
}`;

/** Without its index OPA enters every rule, and says which condition fails in those that it would have passed over. */
const FLAGS = ["--explain", "full", "--disable-indexing", "--format", "json"];

/** @throws WritError `invalid_argument` with OPA's message when the policy does not compile, or fails on this input */
export async function interpret(toolchain: OpaToolchain, staged: Staged, input: JsonObject): Promise<Interpreted> {
  const run = await toolchain.run(["eval", "-b", ".", ...FLAGS, "--stdin-input", QUERY], {
    cwd: staged.dir,
    stdin: JSON.stringify(input),
  });
  if (run.code !== 0)
    throw new WritError("invalid_argument", `the policy cannot be explained: ${problemOf(run.stdout, run.stderr)}`);
  const { result, explanation = [] } = JSON.parse(run.stdout) as EvalJson;
  return { document: result?.[0].expressions[0].value.decision[0], trace: explanation };
}

function problemOf(stdout: string, stderr: string): string {
  try {
    const { errors = [] } = JSON.parse(stdout) as { readonly errors?: readonly { readonly message: string }[] };
    return errors.map(({ message }) => message).join("; ") || stderr.trim();
  } catch {
    return (stderr || stdout).trim();
  }
}
