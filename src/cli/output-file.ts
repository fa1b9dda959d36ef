import { once } from "node:events";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { WritError } from "../domain/errors.ts";

/** Where a command writes something long. */
export interface Output {
  /** Waited for before more is made. @throws WritError unavailable */
  write(part: string | Uint8Array): Promise<void>;
  /** It is all there. */
  finish(): Promise<void>;
  /** It is not, and never will be: nothing is left of it. */
  abandon(): Promise<void>;
}

/** Standard output; who closes it ends the program (main.ts). */
export function toStandardOutput(stream: NodeJS.WriteStream = process.stdout): Output {
  return {
    write: async (part) => {
      if (!stream.write(part)) await once(stream, "drain");
    },
    finish: async () => {},
    abandon: async () => {},
  };
}

/** A file that is there under its name only when it is whole and on disk. @throws WritError invalid_argument */
export async function toFile(path: string): Promise<Output> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const file = await attempt(path, () => open(beside, "wx", 0o600));
  const abandon = async () => {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
  };
  return {
    write: (part) => attempt(path, () => writeAll(file, part)),
    finish: () =>
      attempt(path, async () => {
        await file.sync();
        await file.close();
        await rename(beside, path);
      }),
    abandon,
  };
}

async function writeAll(file: FileHandle, part: string | Uint8Array): Promise<void> {
  await file.appendFile(part);
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `${path} cannot be written (${code})`, { cause });
  }
}
