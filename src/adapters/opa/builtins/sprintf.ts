import { arrayArg, type Builtins, stringArg } from "./builtin.ts";
import { termText } from "./go-text.ts";
import { type Argument, type Flags, formatArgument } from "./sprintf-verbs.ts";
import { Num, type Value } from "./value.ts";

/** Go refuses larger widths, precisions and argument numbers. */
const TOO_LARGE = 1_000_000;

/** Go's fmt.Sprintf on the arguments that OPA hands it. */
export const SPRINTF: Builtins = {
  sprintf: (args) => new Printer(stringArg(args, 0), arrayArg(args, 1).map(argumentOf)).print(),
};

function argumentOf(value: Value): Argument {
  if (typeof value === "string") return { type: "string", value };
  if (!(value instanceof Num)) return { type: "string", value: termText(value) };
  if (/[.eE]/.test(value.text)) {
    const float = Number(value.text);
    return Number.isFinite(float) ? { type: "float64", value: float } : { type: "string", value: value.text };
  }
  const { int64 } = value;
  return int64 === undefined ? { type: "*big.Int", value: BigInt(value.text) } : { type: "int64", value: int64 };
}

/** Go's pp.doPrintf, with its names. */
class Printer {
  readonly #format: string;
  readonly #args: readonly Argument[];
  #at = 0;
  #argNum = 0;
  #afterIndex = false;
  #reordered = false;
  #goodArgNum = true;

  constructor(format: string, args: readonly Argument[]) {
    this.#format = format;
    this.#args = args;
  }

  print(): string {
    let out = "";
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf("%", this.#at);
      if (percent === -1) {
        out += this.#format.slice(this.#at);
        break;
      }
      out += this.#format.slice(this.#at, percent);
      this.#at = percent + 1;
      out += this.#directive();
    }
    return out + this.#extra();
  }

  #directive(): string {
    this.#goodArgNum = true;
    this.#afterIndex = false;
    const flags = this.#flags();
    this.#argNumber();
    const notes = this.#width(flags) + this.#precision(flags);
    if (!this.#afterIndex) this.#argNumber();
    const code = this.#format.codePointAt(this.#at);
    if (code === undefined) return `${notes}%!(NOVERB)`;
    const verb = String.fromCodePoint(code);
    this.#at += verb.length;
    return notes + this.#verb(verb, flags);
  }

  #verb(verb: string, flags: Flags): string {
    if (verb === "%") return "%";
    if (!this.#goodArgNum) return `%!${verb}(BADINDEX)`;
    const argument = this.#args[this.#argNum];
    if (argument === undefined) return `%!${verb}(MISSING)`;
    this.#argNum++;
    if (verb === "v" || verb === "w") {
      flags.sharpV = flags.sharp;
      flags.plusV = flags.plus;
      flags.sharp = false;
      flags.plus = false;
    }
    return formatArgument(argument, verb, flags);
  }

  #flags(): Flags {
    const flags = noFlags();
    for (; ; this.#at++) {
      const character = this.#format[this.#at];
      if (character === "#") flags.sharp = true;
      else if (character === "0") flags.zero = true;
      else if (character === "+") flags.plus = true;
      else if (character === "-") flags.minus = true;
      else if (character === " ") flags.space = true;
      else return flags;
    }
  }

  #width(flags: Flags): string {
    if (this.#format[this.#at] !== "*") {
      flags.width = this.#number();
      if (this.#afterIndex && flags.width !== undefined) this.#goodArgNum = false;
      return "";
    }
    this.#at++;
    flags.width = this.#intFromArg();
    this.#afterIndex = false;
    if (flags.width === undefined) return "%!(BADWIDTH)";
    if (flags.width < 0) {
      flags.width = -flags.width;
      flags.minus = true;
      flags.zero = false;
    }
    return "";
  }

  #precision(flags: Flags): string {
    if (this.#format[this.#at] !== "." || this.#at + 1 >= this.#format.length) return "";
    this.#at++;
    if (this.#afterIndex) this.#goodArgNum = false;
    this.#argNumber();
    if (this.#format[this.#at] !== "*") {
      flags.precision = this.#number() ?? 0;
      return "";
    }
    this.#at++;
    const precision = this.#intFromArg();
    this.#afterIndex = false;
    if (precision === undefined || precision < 0) return "%!(BADPREC)";
    flags.precision = precision;
    return "";
  }

  /** Go's parsenum. */
  #number(): number | undefined {
    const digits = /\d*/y;
    digits.lastIndex = this.#at;
    const text = digits.exec(this.#format)?.[0] ?? "";
    if (text === "") return undefined;
    this.#at += text.length;
    // Too large before its last digit: nothing behind it is read.
    if (Number(text.slice(0, -1)) <= TOO_LARGE) return Number(text);
    this.#at = this.#format.length;
    return undefined;
  }

  #intFromArg(): number | undefined {
    const argument = this.#args[this.#argNum];
    if (argument === undefined) return undefined;
    this.#argNum++;
    if (argument.type !== "int64") return undefined;
    const value = Number(argument.value);
    return Math.abs(value) > TOO_LARGE ? undefined : value;
  }

  /** An explicit argument index, `[3]`. */
  #argNumber(): void {
    this.#afterIndex = false;
    if (this.#format[this.#at] !== "[") return;
    this.#reordered = true;
    const end = this.#format.indexOf("]", this.#at);
    const text = this.#format.slice(this.#at + 1, Math.max(end, 0));
    // Without its end, only the bracket is passed over.
    this.#at = end === -1 ? this.#at + 1 : end + 1;
    this.#afterIndex = /^\d+$/.test(text) && Number(text) <= TOO_LARGE;
    const index = this.#afterIndex ? Number(text) - 1 : -1;
    if (index >= 0 && index < this.#args.length) this.#argNum = index;
    else this.#goodArgNum = false;
  }

  #extra(): string {
    if (this.#reordered || this.#argNum >= this.#args.length) return "";
    const rest = this.#args.slice(this.#argNum);
    return `%!(EXTRA ${rest.map((item) => `${item.type}=${formatArgument(item, "v", noFlags())}`).join(", ")})`;
  }
}

function noFlags(): Flags {
  return {
    sharp: false,
    zero: false,
    plus: false,
    minus: false,
    space: false,
    sharpV: false,
    plusV: false,
    width: undefined,
    precision: undefined,
  };
}
