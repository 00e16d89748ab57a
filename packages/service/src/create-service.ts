import { run } from './boot/run.js';
import type { ServiceDefinition } from './definition.js';
import { startService } from './service.js';

/** The one way an API starts: reads its environment, serves, and ends at SIGTERM or SIGINT when all is answered. */
export function createService(definition: ServiceDefinition): Promise<void> {
  return run(definition.name, () => startService(definition, process.env));
}
