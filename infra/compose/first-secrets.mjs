// Makes the administrators' secrets of a stack in containers, once, before the backing services start: each
// service mounts its own folder only. What processes use is made afterwards, by `setup`.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node first-secrets.mjs FOLDER');

/**
 * Readable by all inside the containers that mount the folder, for the images run as users of their own. The
 * folder itself is in a volume that only Docker's administrator enters.
 */
function secret(service, name, value) {
  const file = join(folder, service, name);
  mkdirSync(join(folder, service), { recursive: true, mode: 0o755 });
  if (!existsSync(file)) writeFileSync(file, value, { mode: 0o444 });
  return readFileSync(file, 'utf8').trim();
}

const random = () => randomBytes(32).toString('base64url');

secret('postgres', 'password', random());

const keycloak = secret('keycloak', 'password', random());
secret('keycloak', 'keycloak.conf', `bootstrap-admin-username=admin\nbootstrap-admin-password=${keycloak}\n`);

const valkey = secret('valkey', 'password', random());
const digest = createHash('sha256').update(valkey).digest('hex');
secret('valkey', 'users.acl', `user default on #${digest} ~* &* +@all\n`);
