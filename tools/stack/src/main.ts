import { createProgram } from './command-line/program.js';

await createProgram(process.env).parseAsync();
