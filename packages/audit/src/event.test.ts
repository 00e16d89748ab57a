import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEvent } from './canonical-event.js';
import { type AuditEvent, auditEvent, hashTokenId } from './event.js';

const fields: Omit<AuditEvent, 'version' | 'id' | 'at'> = {
  service: 'inventory-api',
  agent: 'inventory_bot',
  through: null,
  role: 'InventoryManager',
  action: 'inventory.list_levels',
  resource: '/v1/levels',
  result: 'allowed',
  reason: null,
  status: 200,
  requestId: 'request',
  traceId: 'trace',
  tokenIdHash: hashTokenId('jti'),
  detail: null,
};

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const tokenLike = /eyJ[A-Za-z0-9_-]{5}/;

describe('auditEvent', () => {
  it('R20: holds whatever a caller sends: no NUL, no control, no lone surrogate, bounded', () => {
    fc.assert(
      fc.property(anyText, fc.jsonValue(), (text, json) => {
        const event = auditEvent({
          ...fields,
          resource: text.repeat(50),
          agent: text,
          detail: { text, json },
        });
        const record = JSON.stringify(event);
        expect(record).not.toMatch(/\\u(0000|d[89a-f])/i);
        expect([...event.resource].length).toBeLessThanOrEqual(1024);
        expect(event.resource).not.toMatch(/\p{Cc}/u);
        expect(record.length).toBeLessThan(30_000);
        expect(() => canonicalEvent(event)).not.toThrow();
      }),
    );
  });

  it('R20: never holds a token, wherever it was put', () => {
    const part = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 6, maxLength: 40 });
    const token = fc.tuple(part, part, part).map(([a, b, c]) => `eyJ${a}.eyJ${b}.${c}`);
    fc.assert(
      fc.property(token, fc.nat(2_000), (jwt, at) => {
        const resource = `/v1/${'x'.repeat(at)}/${jwt}`;
        const event = auditEvent({
          ...fields,
          resource,
          requestId: jwt,
          detail: { [jwt]: [jwt, { deep: jwt }] },
        });
        expect(canonicalEvent(event)).not.toMatch(tokenLike);
      }),
    );
  });

  it('cuts a path of a megabyte', () => {
    expect(auditEvent({ ...fields, resource: `/${'a'.repeat(1_000_000)}` }).resource).toHaveLength(1024);
  });

  it('replaces a detail that is too large, too deep or cyclic', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const large = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [index, 'x'.repeat(500)]));
    expect(JSON.stringify(auditEvent({ ...fields, detail: cyclic }).detail)).toContain('nested too deeply');
    expect(auditEvent({ ...fields, detail: large }).detail).toEqual({
      omitted: 'larger than 8192 characters',
    });
  });

  it('has ids of UUID version 7 that sort by their time', () => {
    const { id, at } = auditEvent(fields);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.parse(at));
  });
});

describe('canonicalEvent', () => {
  const event = fc.record({ resource: anyText, detail: fc.dictionary(fc.string(), fc.jsonValue()) });

  it('is the same in whatever order the keys were set', () => {
    fc.assert(
      fc.property(event, ({ resource, detail }) => {
        const made = auditEvent({ ...fields, resource, detail });
        const reversed = Object.fromEntries(Object.entries(made).reverse()) as unknown as AuditEvent;
        expect(canonicalEvent(reversed)).toBe(canonicalEvent(made));
      }),
    );
  });

  it('is read back as the event it was made of', () => {
    fc.assert(
      fc.property(event, ({ resource, detail }) => {
        const made = auditEvent({ ...fields, resource, detail });
        const text = canonicalEvent(made);
        expect(canonicalEvent(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(made)));
      }),
    );
  });

  it('follows RFC 8785', () => {
    const made = { ...auditEvent(fields), detail: { '€': 1e21, '\r': 1.5, z: -0, a: 'ö\u000f' } };
    expect(canonicalEvent(made)).toContain('"detail":{"\\r":1.5,"a":"ö\\u000f","z":0,"€":1e+21}');
  });
});

it('hashes the jti with SHA-256', () => {
  expect(hashTokenId('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
