/**
 * What the words of subcommands mean, by the convention of programs that have many (`kubectl get`, `aws s3api
 * list-buckets`, `gcloud compute instances delete`). The first word that is here counts.
 */
export type Operation = "read" | "write" | "delete" | "run" | "send" | "receive" | "secret" | "grant";

const WORDS_OF: Readonly<Record<Operation, string>> = {
  read: `annotate-show api-resources api-versions audit base blame browse cat changed changes check choose-info cluster-info
    compare config-show count current describe describes diff df dir display doctor dump-info env-info events exists explain export-info
    find filter get graph grep head help history id info inspect inventory list list-all listing locate log logs ls members
    outdated overview paths ping-info plan preview print ps query read report resolve rev-parse search show size stat stats status
    summary sync-status tail test-connection top tree validate verify version versions view wait whatchanged which who whoami why`,
  write: `accept add amend annotate append apply archive assign associate attach backup bind bookmark cancel checkout clean-up
    close commit configure convert copy cordon cp create define demote disable drain edit enable enlarge expand extend
    fix format generate import init insert install-hooks label link lock mark mark-as merge migrate mkdir mod modify move mount mv new
    open pack patch pause post promote put rebase record register rename reopen replace request reset resize resolve-conflict
    restart restore resume revert review rollback rollout save scale schedule set snapshot squash stage start stop suspend
    switch sync tag taint track transfer transition uncordon undo unlink unlock unmount unpack unset untag update upgrade use write`,
  delete:
    "abandon del delete destroy discard drop erase expunge forget kill obliterate prune purge rb remove rm rmi strip terminate uninstall wipe",
  run: "attach-shell bash build call cmd compile console debug develop dev do eval exec execute invoke launch play provision run run-script script shell sh ssh submit test watch-run",
  send: "deploy publish push release send share submit-build ship upload export",
  receive: "clone download fetch incoming install pull receive get-file",
  secret:
    "access access-secret get-secret-value get-password get-credentials get-login get-login-password get-session-token get-token print-access-token print-identity-token reveal show-secret create-token get-access-token decrypt",
  grant:
    "add-iam-policy-binding add-user-to-group attach-role-policy attach-user-policy create-access-key create-role create-user grant put-bucket-policy put-role-policy put-user-policy set-iam-policy authorize assume-role login",
};

/** Words that name things as often as what is done with them. */
export const THINGS: ReadonlySet<string> = new Set(
  "alias archive backup bookmark build config export history image import index key label link lock log mark plan policy record release request secret share snapshot stack stage tag test transfer version".split(
    " ",
  ),
);

const BY_WORD: ReadonlyMap<string, Operation> = new Map(
  (Object.entries(WORDS_OF) as [Operation, string][]).flatMap(([operation, words]) =>
    words.split(/\s+/).map((word) => [word, operation] as const),
  ),
);

/** Whether a word as a whole is one of doing something, and not a name of things. */
export function isWorse(word: string): boolean {
  const operation = BY_WORD.get(word);
  return operation !== undefined && operation !== "read" && !THINGS.has(word);
}

/** What a subcommand's word says, as a whole (`get-secret-value`) or by the first of its parts that is known. */
export function operationOf(word: string): Operation | undefined {
  const whole = BY_WORD.get(word);
  if (whole !== undefined) return whole;
  // `ps:kill` is about processes; `list-buckets` is a list.
  for (const part of (word.split(/[:.]/).at(-1) ?? word).split(/[-_]/)) {
    const operation = BY_WORD.get(part);
    if (operation !== undefined) return operation;
  }
  return undefined;
}
