const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether an object in a JSON text has a name twice, of which readers take either value (RFC 8259 section 4): what
 * something in front of this process looked at may not be what is done here. `value` is what the text was read as.
 */
export function repeatsNames(text: string, value: unknown): boolean {
  return namesInText(text) !== namesInValue(value);
}

/** A name is a string that a colon follows. */
function namesInText(text: string): number {
  let names = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = afterString(text, at);
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (text[at] === ':') names += 1;
  }
  return names;
}

function afterString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Level by level: how deep a body is nested is the caller's to choose. */
function namesInValue(value: unknown): number {
  let names = 0;
  for (let level = [value].filter(isObject); level.length > 0; ) {
    const inner: object[] = [];
    for (const one of level) {
      const members = Object.values(one);
      if (!Array.isArray(one)) names += members.length;
      for (const member of members) if (isObject(member)) inner.push(member);
    }
    level = inner;
  }
  return names;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
