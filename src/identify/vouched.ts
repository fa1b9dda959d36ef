/** How identity and intent are known when a caller that may vouch states them without a token. */
export const VOUCHED = "development";
