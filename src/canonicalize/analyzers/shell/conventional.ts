import type { StandardVerb } from "../../../domain/vocabulary.ts";
import type { ProgramSpec } from "./spec.ts";
import type { Run } from "./state.ts";
import type { Value } from "./value.ts";
import { isWorse, type Operation, operationOf, THINGS } from "./words.ts";

type Domain = NonNullable<ProgramSpec["conventional"]>;

/** Words of a command that may say what it does: `gcloud compute instances network-interfaces update`. */
const MAX_WORDS = 5;

const WRITES: Readonly<Record<Domain, StandardVerb>> = {
  file: "file.write",
  infra: "infra.update",
  repo: "repo.write",
  ticket: "ticket.write",
  record: "record.update",
  db: "db.write",
  secret: "secret.write",
  package: "code.install",
  message: "message.send",
};
const READS: Readonly<Record<Domain, StandardVerb>> = {
  file: "file.read",
  infra: "infra.read",
  repo: "repo.read",
  ticket: "ticket.read",
  record: "record.read",
  db: "db.read",
  secret: "infra.read",
  package: "repo.read",
  message: "message.read",
};
const DELETES: Readonly<Record<Domain, StandardVerb>> = {
  file: "file.delete",
  infra: "infra.delete",
  repo: "file.delete",
  ticket: "ticket.delete",
  record: "record.delete",
  db: "db.delete",
  secret: "secret.delete",
  package: "file.delete",
  message: "message.delete",
};

function verbOf(domain: Domain, operation: Operation): StandardVerb {
  switch (operation) {
    case "read":
      return READS[domain];
    case "write":
      return WRITES[domain];
    case "delete":
      return DELETES[domain];
    case "run":
      return "code.run";
    case "send":
      return domain === "repo" ? "repo.push" : "net.upload";
    case "receive":
      return domain === "package" ? "code.install" : "net.fetch";
    case "secret":
      return "secret.read";
    case "grant":
      return "identity.grant";
  }
}

/** What a subcommand does by its name. One whose words say nothing is not understood. */
export function runConventional(domain: Domain, operands: readonly Value[], run: Run): void {
  const words = operands
    .slice(0, MAX_WORDS)
    .filter(({ text, unknown }) => unknown === undefined && operationOf(text) !== undefined);
  // `az lock list` is about locks: what may be a thing is one where an operation follows.
  const first = words.find(({ text }, index) => !THINGS.has(text) || index === words.length - 1);
  // What reads at first sight may still say that it does worse.
  const worse = words.slice(first === undefined ? 0 : words.indexOf(first) + 1).find(({ text }) => isWorse(text));
  const word = first !== undefined && operationOf(first.text) === "read" ? (worse ?? first) : first;
  const operation = word === undefined ? undefined : operationOf(word.text);
  if (word !== undefined && operation !== undefined) {
    const { text } = word;
    const verb = verbOf(domain, operation);
    run.collector.does(verb);
    if (verb === "secret.read") run.collector.signal("credential.secret_store", text);
    if (verb === "infra.delete") run.collector.signal("cloud.destroy", text);
    return;
  }
  run.collector.worsen("partial");
  run.collector.does("process.exec");
}
