import { Command } from "commander";
import { addAgents } from "./agents.ts";
import { addApprovals } from "./approvals.ts";
import { addAudit } from "./audit.ts";
import { addBundle } from "./bundle.ts";
import { addCanonicalize } from "./canonicalize.ts";
import { addCatalog } from "./catalog.ts";
import { addCompletion } from "./completion.ts";
import { addConfig } from "./config.ts";
import { addDb } from "./db.ts";
import { addDoctor } from "./doctor.ts";
import { addGrants } from "./grants.ts";
import { addHelp } from "./help/help.ts";
import { addHook } from "./hook.ts";
import { addIntents } from "./intents.ts";
import { addEvents, addKeys } from "./keys.ts";
import { addPolicy } from "./policy.ts";
import { addReplay } from "./replay.ts";
import { addServe } from "./serve.ts";
import { addSessions } from "./sessions.ts";
import { addSinks } from "./sinks.ts";
import { addSubject } from "./subject.ts";
import { addTrail } from "./trail.ts";
import { addWebhooks } from "./webhooks.ts";

/** The whole command line, ready to parse. Nothing runs before it does. */
export function createProgram(version: string, env: NodeJS.ProcessEnv): Command {
  const program = new Command("writ")
    .description("A policy decision point for AI-agent tool calls")
    .version(version)
    .showHelpAfterError();
  addServe(program, env);
  addConfig(program, env);
  addDb(program, env);
  addCanonicalize(program, env);
  addCatalog(program, env);
  addPolicy(program, env);
  addBundle(program);
  addAgents(program);
  addKeys(program);
  addEvents(program);
  addGrants(program);
  addIntents(program);
  addApprovals(program);
  addTrail(program);
  addSessions(program);
  addHook(program, env);
  addDoctor(program, env);
  addAudit(program, env);
  addSubject(program, env);
  addReplay(program, env);
  addWebhooks(program, env);
  addSinks(program, env);
  addCompletion(program);
  addHelp(program);
  return program;
}
