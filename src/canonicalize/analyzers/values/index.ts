import type { Destination } from "../../../domain/action.ts";
import { hostDestination, urlDestination } from "../hosts/index.ts";
import { accountForm } from "./accounts.ts";
import { emailDestinations } from "./emails.ts";
import { nameForm, repositoryForm } from "./names.ts";
import { phoneForm } from "./phones.ts";
import { walletForm } from "./wallets.ts";

export { amountOf, countOf } from "./amounts.ts";

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  account: accountForm,
  channel: nameForm,
  handle: nameForm,
  phone: (text) => phoneForm(text) ?? text.trim(),
  repository: repositoryForm,
  wallet: walletForm,
};

/**
 * The destinations that one value of an argument names, each in the one form of all of its spellings; a list of addresses
 * in one text is several. Kinds without a form of their own are taken as they are, without space around them.
 */
export function destinationsOf(kind: string, text: string): readonly Destination[] {
  if (kind === "email") return emailDestinations(text);
  if (kind === "url") return [urlDestination(text)];
  // More than a host and its port is part of where a call goes.
  if (kind === "host") return [{ ...(/[/\\@?#]/.test(text) ? urlDestination(text) : hostDestination(text)), kind }];
  const form = Object.hasOwn(FORMS, kind) ? FORMS[kind] : undefined;
  return [{ kind, value: form?.(text) ?? text.trim(), origin: "unseen" }];
}
