import { X509Certificate } from "node:crypto";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import type { Config, ConfigSources } from "../../config/load.ts";
import { namedFiles } from "../../config/named-files.ts";
import { settingParts } from "../../config/origins.ts";
import { SETTINGS } from "../../config/schema.ts";
import { isOpenToOthers } from "../../domain/private-mode.ts";
import { openTls } from "../tls.ts";
import { type Finding, findingsOf, wordsOf } from "./finding.ts";

const { ok, note, problem } = findingsOf("files");

const DAY_MS = 86_400_000;
/** Long enough to get another one through a slow office. */
const SOON_DAYS = 14;

/** Every file that the configuration names: there, readable, and, where it holds a secret, nobody else's to read. */
export function examineFiles(sources: ConfigSources, { tls }: Config, nowMs: number): readonly Finding[] {
  const named = [
    ...namedFiles(sources),
    ...(sources.file === undefined
      ? []
      : [{ setting: "the configuration", path: sources.file.path, secret: holdsSecret(sources) }]),
  ];
  const found = named.flatMap(({ setting, path, secret }) => examineFile(setting, path, secret));
  const certificate = tls === undefined ? [] : examineCertificate(tls, nowMs);
  const well =
    found.length === 0
      ? [ok("files_private", `${named.length} files are there, and are private where they have to be`)]
      : [];
  return [...well, ...found, ...certificate];
}

/** A file that has a secret in it is one. */
function holdsSecret(sources: ConfigSources): boolean {
  const secret = new Set(SETTINGS.filter((setting) => setting.secret).map(({ key }) => key));
  const { path } = sources.file ?? { path: "" };
  return settingParts(sources).some(
    ({ key, value, from }) => secret.has(key) && value !== "" && from.startsWith(`${path}:`),
  );
}

function examineFile(setting: string, path: string, secret: boolean): readonly Finding[] {
  const said = `${setting} (${path})`;
  if (path === "-") return [];
  try {
    const stat = statSync(path);
    accessSync(path, constants.R_OK);
    if (!secret || !isOpenToOthers(stat, process.getuid?.())) return [];
    const mode = (stat.mode & 0o777).toString(8).padStart(4, "0");
    return [
      problem("secret_readable", `${said} is open to others on this machine (mode ${mode})`, `chmod 0600 ${path}`),
    ];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    return [
      problem(
        "file_unreadable",
        `${said} cannot be read (${code})`,
        "put it there, and make the service's account its owner",
      ),
    ];
  }
}

function examineCertificate(tls: NonNullable<Config["tls"]>, nowMs: number): readonly Finding[] {
  try {
    openTls(tls);
    const { validFromDate, validToDate } = new X509Certificate(readFileSync(tls.certFile));
    const days = Math.floor((validToDate.getTime() - nowMs) / DAY_MS);
    const until = `the certificate of tls.cert_file is valid until ${validToDate.toISOString()}`;
    if (validFromDate.getTime() > nowMs) {
      return [
        problem(
          "certificate_not_yet",
          `the certificate is valid only from ${validFromDate.toISOString()}`,
          "look at this machine's clock",
        ),
      ];
    }
    if (days < 0) return [problem("certificate_expired", until, "renew it: clients refuse it")];
    return [
      days < SOON_DAYS ? note("certificate_ends", until, `renew it: ${days} days are left`) : ok("certificate", until),
    ];
  } catch (error) {
    return [problem("tls_unusable", wordsOf(error), "see that both are PEM, and that the key is the certificate's")];
  }
}
