import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
const ITERATIONS = 4096;

/**
 * The SCRAM-SHA-256 verifier of a password (RFC 5803), as Postgres stores it: with it in `ALTER ROLE .. PASSWORD`
 * the password itself reaches neither the server nor its log.
 * @throws where the password is not printable ASCII, for which SASLprep (RFC 4013) changes nothing
 */
export async function scramVerifier(password: string): Promise<string> {
  if (!/^[\x21-\x7e]{16,}$/.test(password)) {
    throw new Error('a password must be at least 16 printable ASCII characters without spaces');
  }
  const salt = randomBytes(16);
  const salted = await derive(password, salt, ITERATIONS, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
