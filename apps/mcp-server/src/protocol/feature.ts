import type { Server } from '@modelcontextprotocol/server';
import type { RequestMessage } from '../http/message.js';
import type { Demand } from './surface.js';

/** One part of what the platform offers: tools, resources, prompts, completion. */
export interface Feature {
  readonly capabilities: NonNullable<ConstructorParameters<typeof Server>[1]>['capabilities'];
  /** What a message asks of this part; undefined where it is another's. */
  demandOf(message: RequestMessage): Demand | undefined;
  register(server: Server): void;
}
