import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { WritError } from "../domain/errors.ts";
import { isOpenToOthers } from "../domain/private-mode.ts";

const NAME = "DATABASE_URL";

/**
 * The environment with `DATABASE_URL` from the file that `DATABASE_URL_FILE` names: a secret that is mounted, or a credential of systemd, which
 * nobody finds in the environment of a process that this one starts.
 *
 * @throws WritError invalid_argument, which never repeats what the file holds
 */
export function withSecretFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = env[`${NAME}_FILE`] ?? "";
  if (path === "") return env;
  if ((env[NAME] ?? "") !== "") throw invalid(`${NAME}_FILE must not be set beside ${NAME}`);
  const url = readSecret(path);
  if (url === "") throw invalid(`the file of ${NAME}_FILE (${path}) is empty`);
  return { ...env, [NAME]: url };
}

function readSecret(path: string): string {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    // Of the open file, so that it cannot be another one by the time it is read.
    if (isOpenToOthers(fstatSync(fd), process.getuid?.())) {
      throw invalid(
        `the file of ${NAME}_FILE (${path}) is open to its group or to others; make it mode 0600 (0640 if root owns it)`,
      );
    }
    return readFileSync(fd, "utf8").trim();
  } catch (error) {
    if (error instanceof WritError) throw error;
    throw invalid(
      `the file of ${NAME}_FILE (${path}) cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
    );
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function invalid(message: string): WritError {
  return new WritError("invalid_argument", message);
}
