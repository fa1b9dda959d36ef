/** Where a service answers by HTTP that nobody has configured. */
export const DEFAULT_URL = "http://127.0.0.1:8181";
