import type { Json } from "../../tools/grpc-client.ts";

// The intent that the shell sets are judged under: a coding task in one folder, as narrow as a person would write it
// who lets an agent work there. It decides what can be stopped and what is disturbed, so it is the same for all rows.

/** To look at anything and to run programs is what a coding agent is for; what it looks at is for facts to judge. */
const ANYWHERE = ["file.read", "file.list", "file.search", "repo.read", "repo.write"];

/** Nobody is asked for each program; what is not understood, or dangerous by what it does, still takes a person. */
const PROGRAMS = { verb: "process.exec", max_tier: "privileged" };

/** To change files is part of the task where the task is, and in the folders that every program may litter. */
const IN_FOLDERS = ["file.write", "file.append", "file.delete", "file.move", "file.copy"];

/** Documentation and downloads may be anywhere; sending and connecting are not part of the task. */
const FROM_ANY_HOST = ["net.fetch", "web.search"];

const TEMPORARY = {
  posix: () => ["/tmp", "/var/tmp"],
  windows: (home: string) => ["C:\\Temp", "C:\\Windows\\Temp", `${home}\\AppData\\Local\\Temp`],
};

export interface Place {
  readonly style: "posix" | "windows";
  readonly cwd: string;
  readonly home: string;
}

/** The claims of a coding task whose workspace is `cwd`. */
export function codingIntent(place: Place): Json {
  const folders = [place.cwd, ...TEMPORARY[place.style](place.home)];
  const below = folders.map((folder) => uriOf(folder, place.style)).flatMap((uri) => [uri, `${uri}/*`]);
  const own = uriOf(place.cwd, place.style);
  return {
    task: "tsk_efficacy",
    purpose: `Work on the project in ${place.cwd}`,
    on_behalf_of: "user:demo",
    allows: [
      ...ANYWHERE.map((verb) => ({ verb })),
      PROGRAMS,
      ...[own, `${own}/*`].map((resource) => ({ verb: "code.run", resource, max_tier: "privileged" })),
      ...IN_FOLDERS.flatMap((verb) => below.map((resource) => ({ verb, resource }))),
      ...FROM_ANY_HOST.map((verb) => ({ verb, destinations: ["*"] })),
    ],
  };
}

/** As Writ writes the resource of a file: Windows does not tell capital letters from small ones. */
function uriOf(folder: string, style: Place["style"]): string {
  return style === "posix" ? `file://${folder}` : `file:///${folder.toLowerCase().replaceAll("\\", "/")}`;
}

/** Said beside the results. */
export const HOW_CODING_INTENTS_WERE_MADE = `shell rows come with the intent of a coding task: ${ANYWHERE.join(", ")} anywhere, process.exec and (in the working folder) code.run without asking for each, ${IN_FOLDERS.join(", ")} under the working folder and the folders for temporary files, ${FROM_ANY_HOST.join(", ")} from any host`;
