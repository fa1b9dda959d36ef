#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addCanonicalize } from "./cli/canonicalize.ts";
import { addCatalog } from "./cli/catalog.ts";
import { addServe } from "./cli/serve.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const program = new Command("writ")
  .description("A policy decision point for AI-agent tool calls")
  .version(version)
  .showHelpAfterError();
addServe(program, process.env);
addCanonicalize(program, process.env);
addCatalog(program, process.env);
await program.parseAsync();
