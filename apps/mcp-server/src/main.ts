import { run } from '@stockade/service/gate';
import { serverName } from './configuration.js';
import { startMcpServer } from './mcp-server.js';

await run(serverName, () => startMcpServer(process.env));
