#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addAgents } from "./cli/agents.ts";
import { addApprovals } from "./cli/approvals.ts";
import { addAudit } from "./cli/audit.ts";
import { showToken } from "./cli/bundle/client.ts";
import { addBundle } from "./cli/bundle.ts";
import { addCanonicalize } from "./cli/canonicalize.ts";
import { addCatalog } from "./cli/catalog.ts";
import { addDoctor } from "./cli/doctor.ts";
import { addGrants } from "./cli/grants.ts";
import { addHook } from "./cli/hook.ts";
import { addIntents } from "./cli/intents.ts";
import { addEvents, addKeys } from "./cli/keys.ts";
import { addPolicy } from "./cli/policy.ts";
import { addReplay } from "./cli/replay.ts";
import { addServe } from "./cli/serve.ts";
import { addSessions } from "./cli/sessions.ts";
import { addSinks } from "./cli/sinks.ts";
import { addSubject } from "./cli/subject.ts";
import { addTrail } from "./cli/trail.ts";
import { addWebhooks } from "./cli/webhooks.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const program = new Command("writ")
  .description("A policy decision point for AI-agent tool calls")
  .version(version)
  .showHelpAfterError();
showToken(process.env["WRIT_TOKEN"]);
addServe(program, process.env);
addCanonicalize(program, process.env);
addCatalog(program, process.env);
addPolicy(program, process.env);
addBundle(program);
addAgents(program);
addKeys(program);
addEvents(program);
addGrants(program);
addIntents(program);
addApprovals(program);
addTrail(program);
addSessions(program);
addHook(program, process.env);
addDoctor(program, process.env);
addAudit(program, process.env);
addSubject(program, process.env);
addReplay(program, process.env);
addWebhooks(program, process.env);
addSinks(program, process.env);
// Who reads the first lines only (`| head`) closes the pipe; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
await program.parseAsync();
