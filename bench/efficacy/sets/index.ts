import type { EfficacySet } from "../set.ts";
import { manifests } from "./manifests.ts";
import { resources } from "./normalize.ts";
import { texts } from "./redact.ts";
import { sessions } from "./sessions.ts";
import { attackScripts, commands } from "./shell-attacks.ts";
import { benign } from "./shell-benign.ts";
import { statements } from "./sql.ts";
import { urls } from "./urls.ts";

/** In the order of the table. */
export const SETS: readonly EfficacySet[] = [
  commands,
  attackScripts,
  benign,
  statements,
  urls,
  manifests,
  resources,
  texts,
  sessions,
];
