/** C0 and C1 controls (NUL included), line separators, and marks that reorder text on a screen. */
const unsafe = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** The start of a JWT: base64url of `{"`. */
const tokens = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,4}/g;

/** Nearly every text: nothing in it can be unsafe, and no token starts in it. */
const plain = /^(?!.*eyJ)[\x20-\x7e]*$/;

/**
 * Text that a record can hold whatever a caller sent: well-formed Unicode without controls, never a token,
 * at most `max` characters.
 */
export function safeText(value: string, max: number): string {
  if (value.length <= max && plain.test(value)) return value;
  return value
    .slice(0, max)
    .replace(tokens, '[redacted]')
    .replace(unsafe, '\ufffd')
    .slice(0, max)
    .toWellFormed();
}
