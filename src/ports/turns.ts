/** Lets calls that are in each other's way go one after the other, whichever process they are in. */
export interface Turns {
  /**
   * Runs the work while nobody else has a turn of any of the keys, and nobody's change of them is written that was judged outside of one.
   * Where no turn is to be had in time, the work runs without: what is written is right all the same, and may be refused once more.
   * @param keys as of `change-keys.ts`
   */
  take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
}
