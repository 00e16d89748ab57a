import { run } from '@stockade/service/gate';
import { startMcpServer } from './mcp-server.js';

await run('mcp-server', () => startMcpServer(process.env));
