export { createDatabase, type Database, type DatabaseOptions } from './database.js';
export type { Entity } from './entities.js';
export { errorCode } from './failure.js';
export { loginsOf } from './logins.js';
export { type Lookup, lookup } from './lookup.js';
export { type MigrateOptions, migrate } from './migrate.js';
export type { PostgresAddress } from './role-login.js';
export { type Statement, statement } from './statement.js';
export type { UnitOfWork } from './unit-of-work.js';
