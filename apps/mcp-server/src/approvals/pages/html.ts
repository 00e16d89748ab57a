/** Markup that is safe to send: only `html` makes it. */
class Html {
  constructor(readonly markup: string) {}
}

export type { Html };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template in which every value is text, escaped for content and for quoted attributes; `Html` stays as it is. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | undefined)[]
): Html {
  const markup = parts.map((part, index) => {
    const value = values[index];
    if (value instanceof Html) return part + value.markup;
    return part + String(value ?? '').replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
  });
  return new Html(markup.join(''));
}

/**
 * Text of somebody else, with everything that is not seen or turns the reading direction (Unicode categories Cc,
 * Cf, Zl, Zp) written out: a person must not approve another text than the one that is there.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, (character) =>
    character === '\n' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
