import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Stands for the issuer in the generated documents, which every environment shares. */
const ISSUER = 'https://issuer.invalid';

/** The OpenAPI document of a service as it is served: bytes, and the tag of just these (RFC 9110 section 8.8.3). */
export interface ServedDocument {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** Reads a document that `pnpm run access generate` wrote, and names the issuer in it. Throws without it. */
export async function servedDocument(file: URL, issuer: string): Promise<ServedDocument> {
  const generated = await readFile(file, 'utf8');
  if (!generated.includes(ISSUER))
    throw new Error(`${file.pathname} names no issuer to put ours in place of`);
  const bytes = Buffer.from(generated.replaceAll(ISSUER, JSON.stringify(issuer).slice(1, -1)));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}
