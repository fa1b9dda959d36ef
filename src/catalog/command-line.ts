const QUOTES = "\"'";

/** Splits a command line at blanks; single and double quotes keep theirs. There is no shell: nothing is expanded. */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (const char of line) {
    if (quote === "" && QUOTES.includes(char)) {
      quote = char;
      word ??= "";
    } else if (char === quote) {
      quote = "";
    } else if (quote === "" && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  return word === undefined ? words : [...words, word];
}
