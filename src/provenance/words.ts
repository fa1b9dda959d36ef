/**
 * Characters that are not seen: who hides them in a word wants it to look like another one.
 */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Letters as they are compared: NFKC takes wide and styled ones for what they look like, never those of another script. */
export function folded(text: string): string {
  const plain = ASCII.test(text) ? text : text.replace(INVISIBLE, "").normalize("NFKC");
  return plain.toLowerCase();
}

const ASCII = /^[\x20-\x7e\s]*$/;

const SUFFIXES = ["ies", "ing", "ed", "es", "s"] as const;
const MIN_STEM = 3;

/** A word without its commonest endings, so that `addresses` is found where `address` was said. Same for whoever is compared. */
export function stem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const suffix = SUFFIXES.find(
    (it) => word.endsWith(it) && !word.endsWith("ss") && word.length - it.length >= MIN_STEM,
  );
  const cut = suffix === undefined ? word : word.slice(0, -suffix.length) + (suffix === "ies" ? "y" : "");
  return cut.length > 4 && cut.endsWith("e") ? cut.slice(0, -1) : cut;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).flatMap((word) => [word, stem(word)]));
}

/** Words that say nothing of what a text is about. */
export const STOP_WORDS = words(
  `about after all also among and any are because been before but can could each for from had has have her here him his how
  into its just like made make many may more most much must not now off one only other our out over own please same she should
  some such than thank thanks that the their them then there these they this those through too under use using very was were what
  when where which while who why will with would yes yet you your`,
);

/** Words of tools' names that say how, and not about what. */
export const OPERATION_WORDS = words(
  `access add all apply browse by call change check clear close count create current data delete detail details do download edit
  execute fetch find for from get handle info information insert item items latest list load lookup make manage manager modify my
  new object of open perform post process put query read recent record remove request resolve resource result results retrieve run
  save search select send set show start status stop submit system tool tools type update upload user users value view with write`,
);
