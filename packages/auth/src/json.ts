export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses a JSON object and refuses one that names a member twice (RFC 7515 section 4, RFC 7519 section 4):
 * two readers could disagree on which of the two counts.
 * Throws SyntaxError.
 */
export function parseJsonObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('not a JSON object');
  }
  if (repeatsMember(text)) throw new SyntaxError('a member is named twice');
  return value as JsonObject;
}

const STRING_OR_BRACKET = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;

/** Expects text that JSON.parse has accepted. */
function repeatsMember(text: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(STRING_OR_BRACKET)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const name: string = JSON.parse(token.slice(0, -colon.length));
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}
