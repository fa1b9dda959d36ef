import type { Command } from "commander";
import { addBench } from "./policy/bench.ts";
import { addBuild } from "./policy/build.ts";
import { addCheck } from "./policy/check.ts";
import { addEval } from "./policy/eval.ts";
import { addExplain } from "./policy/explain.ts";
import { addFmt } from "./policy/fmt.ts";
import { addInit } from "./policy/init.ts";
import { addInspect } from "./policy/inspect.ts";
import { addLint } from "./policy/lint.ts";
import { addMutate } from "./policy/mutate.ts";
import { addSign } from "./policy/sign.ts";
import { addTest } from "./policy/test.ts";
import { addVerify } from "./policy/verify.ts";

/** `writ policy`: writes, checks, tests and builds what decides; without Go and without a service. */
export function addPolicy(program: Command, env: NodeJS.ProcessEnv): void {
  const policy = program
    .command("policy")
    .description("write, check, test and build policies")
    .addHelpText("after", "\nExit codes: 0 all is well, 1 cannot run, 2 findings or failures, 3 refused");
  addInit(policy, env);
  addCheck(policy, env);
  addFmt(policy, env);
  addLint(policy, env);
  addTest(policy, env);
  addMutate(policy, env);
  addBuild(policy, env);
  addInspect(policy, env);
  addEval(policy, env);
  addExplain(policy, env);
  addBench(policy, env);
  addSign(policy, env);
  addVerify(policy, env);
}
