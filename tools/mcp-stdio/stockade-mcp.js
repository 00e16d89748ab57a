#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('./dist/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('stockade-mcp: this clone has not been built yet: run `npm start` in it first.\n');
  process.exitCode = 1;
}
