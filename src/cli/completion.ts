import type { Command } from "commander";
import { bashCompletion } from "./completion/bash.ts";
import { fishCompletion } from "./completion/fish.ts";
import { completionModel } from "./completion/model.ts";
import { zshCompletion } from "./completion/zsh.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `writ completion`: what the Tab key knows, made from the very commands that this program has. */
export function addCompletion(program: Command): void {
  const completion = program
    .command("completion")
    .description("print a script that lets the Tab key complete commands");
  for (const [shell, write] of Object.entries(SHELLS)) {
    completion
      .command(shell)
      .description(`for ${shell}`)
      .action(() => {
        process.stdout.write(write(completionModel(program)));
      });
  }
}
