/** Signs of currencies that mean one currency, or that mean one where nothing else is said. */
export const CURRENCY_SIGNS: Readonly<Record<string, string>> = {
  $: "USD", "us$": "USD", "u$s": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "can$": "CAD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "sg$": "SGD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN",
  "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "₵": "GHS", "₸": "KZT", "₡": "CRC", "₲": "PYG", "₿": "BTC",
  "zł": "PLN", "kč": "CZK", "ft": "HUF", "лв": "BGN", "chf": "CHF", "sfr": "CHF", "cn¥": "CNY", "jp¥": "JPY", "rmb": "CNY", "rs": "INR",
  dollar: "USD", dollars: "USD", euro: "EUR", euros: "EUR", yen: "JPY", rupees: "INR", yuan: "CNY",
}; // biome-ignore format: by kind

/** Coins that agents pay in and that ISO 4217 does not list. */
export const COINS: readonly string[] = [
  "BTC",
  "ETH",
  "USDT",
  "USDC",
  "DAI",
  "SOL",
  "XRP",
  "LTC",
  "DOGE",
  "BNB",
  "ADA",
  "TRX",
  "XMR",
  "MATIC",
  "DOT",
];

/** Currencies whose users write the comma between thousands and nowhere else. */
export const COMMA_BETWEEN_THOUSANDS: ReadonlySet<string> = new Set([
  "USD", "GBP", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "INR", "KRW", "JPY", "CNY", "ILS", "THB", "PHP", "NGN", "GHS", "BTC", "USDT", "USDC",
]); // biome-ignore format: one list
