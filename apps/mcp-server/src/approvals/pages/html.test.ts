import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, visible } from './html.js';

describe('html', () => {
  it('makes text of every value, in content and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '=') }), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        expect(markup.match(/[<>]/g)).toHaveLength(4);
        expect(markup.match(/"/g)).toHaveLength(2);
        expect(markup).not.toContain("'");
      }),
    );
  });

  it('keeps its own markup, and nothing of what is not there', () => {
    expect(html`<b>${html`<i>${'<'}</i>`}${undefined}</b>`.markup).toBe('<b><i>&lt;</i></b>');
  });
});

describe('visible', () => {
  it('writes out what hides or turns text', () => {
    expect(visible('pay 1\u202e000\u202c\u200b\u0007\u2028')).toBe(
      'pay 1\\u{202e}000\\u{202c}\\u{200b}\\u{7}\\u{2028}',
    );
    expect(visible('{\n  "größe": "大"\n}')).toBe('{\n  "größe": "大"\n}');
  });
});
