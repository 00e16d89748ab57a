export { canonicalEvent } from './canonical-event.js';
export { type AuditEvent, auditEvent, hashTokenId } from './event.js';
export { insertAuditEvent, type StatementClient } from './insert.js';
export { sharedRecords } from './shared-insert.js';
export { type AuditWriter, type AuditWriterOptions, createAuditWriter } from './writer.js';
export type { AuditConnection } from './writer-connection.js';
