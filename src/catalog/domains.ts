import type { Sensitivity, StandardVerb } from "../domain/vocabulary.ts";
import type { Operation } from "./words.ts";

/** What a tool's things are, as far as the vocabulary of actions tells them apart. */
export type Domain =
  | "agent"
  | "browser"
  | "calendar"
  | "code"
  | "contact"
  | "db"
  | "device"
  | "file"
  | "identity"
  | "infra"
  | "memory"
  | "message"
  | "model"
  | "order"
  | "payment"
  | "process"
  | "record"
  | "refund"
  | "repo"
  | "secret"
  | "ticket"
  | "transfer"
  | "url"
  | "web";

/** Nouns of names and descriptions, in the singular, to their domain. */
export const NOUNS: Readonly<Record<Exclude<Domain, "record">, string>> = {
  agent: "subagent",
  browser: "browser console dialog dom element keyboard mouse tab webpage",
  calendar: "appointment availability calendar event freebusy meeting",
  code: "code ipython javascript jupyter notebook package pipeline python script workflow",
  contact: "contact lead people person",
  db: `column collection database db dataset query schema sql sqlite table transaction postgres postgresql mysql mongodb redis
    snowflake bigquery clickhouse elasticsearch vector`,
  device: "camera climate device fan light lightbulb printer sensor speaker thermostat vacuum",
  file: "attachment directory doc document drive file folder image path pdf photo presentation sheet slide spreadsheet video",
  identity:
    "account app-role assurance authorization group member membership permission policy role scope user team organization okta auth",
  infra: `bucket cluster configmap container deployment dns domain ecs helm host image-registry instance kubernetes k8s lambda
    kubectl machine namespace network node pod queue region resource server service stack subnet vm volume vpc worker zone`,
  memory: "entity fact graph knowledge memory observation relation",
  message:
    "channel chat conversation draft email gmail inbox label-mail mail mailbox message newsletter notification sms thread tweet",
  model: "completion embedding llm model prompt",
  order: "booking cart checkout flight hotel order reservation shipment subscription",
  payment: "balance coupon dispute invoice paypal plaid price stripe wallet",
  process: "bash command process shell terminal",
  refund: "refund reimbursement",
  repo: "bitbucket blame branch codebase commit diff fork gist git github gitlab merge-request pull-request release repo repository tag",
  secret: "apikey credential dsn env kubeconfig password secret vault",
  ticket: "asana bug epic incident issue jira linear milestone project sentry sprint task trello zendesk ticket todo",
  transfer: "charge payment payout transfer",
  url: "uri url",
  web: "google web website wikipedia",
};

type Verbs = Partial<Record<Operation, StandardVerb>>;

/** What the domains without a verb for an operation fall back to. */
export const RECORD_VERBS: Readonly<Record<Operation, StandardVerb>> = {
  read: "record.read",
  list: "record.list",
  search: "record.list",
  create: "record.create",
  update: "record.update",
  act: "tool.call",
  move: "record.update",
  copy: "record.create",
  append: "record.update",
  delete: "record.delete",
  export: "record.export",
  send: "web.submit",
  share: "file.share",
  pay: "payment.transfer",
  refund: "payment.refund",
  schedule: "process.schedule",
  execute: "code.run",
  install: "code.install",
  grant: "identity.grant",
};

const looks = (verb: StandardVerb): Verbs => ({ read: verb, list: verb, search: verb });
const writes = (verb: StandardVerb): Verbs => ({
  create: verb,
  update: verb,
  act: verb,
  move: verb,
  copy: verb,
  append: verb,
});

export const DOMAIN_VERBS: Readonly<Record<Domain, Verbs>> = {
  agent: { create: "agent.delegate", execute: "agent.delegate", send: "agent.message" },
  browser: { ...looks("web.browse"), ...writes("web.submit") },
  calendar: {
    ...looks("calendar.read"),
    ...writes("calendar.write"),
    schedule: "calendar.write",
    delete: "calendar.delete",
  },
  code: { ...looks("repo.read"), execute: "code.run", install: "code.install" },
  contact: { ...looks("contact.read"), ...writes("contact.write") },
  db: { ...looks("db.read"), ...writes("db.write"), delete: "db.delete", execute: "db.write" },
  device: { ...looks("device.read"), ...writes("device.control"), execute: "device.control" },
  file: {
    read: "file.read",
    list: "file.list",
    search: "file.search",
    ...writes("file.write"),
    append: "file.append",
    move: "file.move",
    copy: "file.copy",
    delete: "file.delete",
    share: "file.share",
  },
  identity: {
    ...looks("identity.read"),
    ...writes("identity.update"),
    create: "identity.create",
    delete: "identity.delete",
    grant: "identity.grant",
    share: "identity.grant",
  },
  infra: {
    ...looks("infra.read"),
    ...writes("infra.update"),
    create: "infra.create",
    delete: "infra.delete",
    execute: "infra.update",
  },
  memory: { ...looks("memory.read"), ...writes("memory.write"), delete: "memory.delete" },
  message: {
    read: "message.read",
    list: "message.read",
    search: "message.search",
    send: "message.send",
    share: "message.send",
    delete: "message.delete",
  },
  model: { create: "model.invoke", execute: "model.invoke" },
  order: {
    ...looks("order.read"),
    ...writes("order.update"),
    create: "order.create",
    pay: "order.create",
    schedule: "order.create",
    delete: "order.cancel",
  },
  payment: { ...looks("payment.read"), schedule: "payment.schedule" },
  transfer: {
    ...looks("payment.read"),
    create: "payment.transfer",
    send: "payment.transfer",
    schedule: "payment.schedule",
  },
  refund: { ...looks("payment.read"), create: "payment.refund", send: "payment.refund" },
  process: { execute: "process.exec", schedule: "process.schedule", delete: "process.kill" },
  record: {},
  repo: { ...looks("repo.read"), ...writes("repo.write"), send: "repo.push" },
  secret: {
    read: "secret.read",
    list: "secret.read",
    search: "secret.read",
    ...writes("secret.write"),
    delete: "secret.delete",
  },
  ticket: { ...looks("ticket.read"), ...writes("ticket.write"), delete: "ticket.delete" },
  url: { read: "net.fetch", list: "net.fetch", search: "web.search", send: "net.upload" },
  web: { read: "web.browse", list: "web.search", search: "web.search" },
};

/** How confidential a domain's things are, where that is more than internal. */
export const SENSITIVE: Readonly<Partial<Record<Domain, Sensitivity>>> = {
  contact: "confidential",
  identity: "confidential",
  message: "confidential",
  payment: "confidential",
  refund: "confidential",
  secret: "restricted",
  transfer: "confidential",
};
