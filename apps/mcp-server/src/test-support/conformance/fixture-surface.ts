import { McpServer } from '@modelcontextprotocol/server';
import { actionOf } from '../../protocol/methods.js';
import type { Surface } from '../../protocol/surface.js';
import { registerAsking } from './asking-fixtures.js';
import { registerContent } from './content-fixtures.js';
import { registerInputs, verifyState } from './input-fixtures.js';
import { registerPrompts } from './prompt-fixtures.js';
import { registerResources } from './resource-fixtures.js';

/** What the conformance suite expects a server to offer, behind the platform's own HTTP and access path. */
export const fixtureSurface: Surface = {
  scopes: [],
  demandOf: ({ method }) => ({ action: actionOf(method) }),
  createServer() {
    const server = new McpServer(
      { name: 'conformance', version: '1.0.0' },
      {
        capabilities: {
          tools: { listChanged: false },
          prompts: { listChanged: false },
          resources: { listChanged: false, subscribe: true },
          completions: {},
          logging: {},
        },
        requestState: { verify: verifyState },
      },
    );
    for (const register of [
      registerContent,
      registerInputs,
      registerAsking,
      registerResources,
      registerPrompts,
    ]) {
      register(server);
    }
    for (const method of ['resources/subscribe', 'resources/unsubscribe'] as const) {
      server.server.setRequestHandler(method, () => ({}));
    }
    return server;
  },
};
