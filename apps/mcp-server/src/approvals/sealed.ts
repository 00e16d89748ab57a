import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { z } from 'zod';

const KEY_BYTES = 32;
const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * What is handed out and taken back unread and unchanged: encrypted and authenticated (RFC 7516, A256GCM), with
 * an end. Every instance that has the secret opens it; what was sealed for one purpose opens for no other.
 */
export class Sealed<T extends z.ZodType> {
  readonly #key: Uint8Array;

  /** @param secret at least 32 bytes */
  constructor(
    secret: Uint8Array,
    purpose: string,
    private readonly content: T,
  ) {
    if (secret.length < KEY_BYTES) throw new Error(`the sealing key must have ${KEY_BYTES} bytes or more`);
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', `stockade ${purpose}`, KEY_BYTES));
  }

  seal(content: z.output<T>, seconds: number): Promise<string> {
    return new EncryptJWT({ content })
      .setProtectedHeader(ENCRYPTION)
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .encrypt(this.#key);
  }

  /** Undefined for what is not ours, was changed, is over, or was sealed for another purpose. */
  async open(sealed: string): Promise<z.output<T> | undefined> {
    try {
      const { payload } = await jwtDecrypt(sealed, this.#key, {
        keyManagementAlgorithms: [ENCRYPTION.alg],
        contentEncryptionAlgorithms: [ENCRYPTION.enc],
        requiredClaims: ['exp'],
      });
      return this.content.safeParse(payload.content).data;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
