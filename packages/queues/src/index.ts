export { type Consumer, type ConsumerEvent, type ConsumerOptions, startConsumer } from './consumer.js';
export { type QueueAdmin, type QueueConnection, queueConnectionFromEnv } from './connection.js';
export { enqueue, enqueueAll, type Enqueuing, type EnqueueOptions } from './enqueue.js';
export { handle, type JobContext, type JobHandler } from './handler.js';
export { installQueues, type InstallOptions } from './install.js';
export { type PasswordOf, queueLogin } from './queue-roles.js';
export { type Collector, type CollectorOptions, collectResults } from './collector.js';
export { type DeadLetter, inspectQueues, type QueueDepth, type QueueInspector } from './inspector.js';
export { type Relay, type RelayOptions, startRelay } from './relay.js';
