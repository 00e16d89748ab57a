export { inheritedEnvironment } from './supervisor/inherited-environment.js';
export { portsFrom } from './ports.js';
export { type ProvidedPostgres, providePostgres } from './provision/postgres.js';
export { chooseQueueBackend } from './provision/queue.js';
export { findRedisServer, type ProvidedRedis, startRedis } from './provision/redis.js';
export { removePostgresData } from './provision/postgres-account.js';
export { platformSecrets } from './secrets/platform-secrets.js';
export { SecretStore } from './secrets/secret-store.js';
export { type Backing, topology } from './topology.js';
