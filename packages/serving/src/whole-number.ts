/** Digits as a person writes a whole number: no exponent, no sign but a minus, no blanks, no zero in front. */
const WHOLE_NUMBER = /^(?:0|-?[1-9]\d{0,15})$/;

/**
 * The whole number that a text is, for settings and flags.
 *
 * @returns undefined for everything else: `1e3`, `0x10`, `5.0`, ` 5`, `-0`, `007`, and what is past 2^53
 */
export function wholeNumberOf(text: string): number | undefined {
  const value = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Digits with or without a point. */
const DECIMAL = /^-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/;

/** The number that a text is, such as `0.05` or `.5`; undefined for everything else, `1e-3` and `Infinity` among it. */
export function decimalOf(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}
