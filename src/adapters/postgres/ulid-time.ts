// The first ten characters of a ULID are its time in Crockford's base 32, 48 bits of milliseconds since 1970.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ID = /^[a-z]+_([0-7][0-9A-HJKMNP-TV-Z]{9})[0-9A-HJKMNP-TV-Z]{16}$/;
/** The last moment that both a JavaScript Date and a PostgreSQL timestamp can name. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/** When the thing with this id came about, which is also where it is stored; undefined for what is no such id. */
export function timeOf(id: string): Date | undefined {
  const text = ID.exec(id)?.[1];
  if (text === undefined) return undefined;
  const ms = [...text].reduce((sum, char) => sum * 32 + ALPHABET.indexOf(char), 0);
  return ms > LATEST_MS ? undefined : new Date(ms);
}
