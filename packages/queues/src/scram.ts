import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
const ITERATIONS = 4096;

/**
 * The SCRAM-SHA-256 verifier of a password (RFC 5803) in Postgres' form, so that the password itself reaches
 * neither the server nor its log. With the salt of `like`, to tell whether that is of the same password.
 */
export async function scramVerifier(password: string, like?: string): Promise<string> {
  const given = like?.match(/^SCRAM-SHA-256\$4096:([^$]+)\$/)?.[1];
  const salt = given ? Buffer.from(given, 'base64') : randomBytes(16);
  const salted = await derive(password, salt, ITERATIONS, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
