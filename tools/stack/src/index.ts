export { inheritedEnvironment } from './supervisor/inherited-environment.js';
export { portsFrom } from './ports.js';
export { type ProvidedPostgres, providePostgres } from './provision/postgres.js';
export { removePostgresData } from './provision/postgres-account.js';
export { platformSecrets } from './secrets/platform-secrets.js';
export { SecretStore } from './secrets/secret-store.js';
export { topology } from './topology.js';
