import { Platform } from './0001-platform.js';

/** Every migration. To add one: a file `<number>-<what>.ts` with one class beside this, and a line here. */
export const migrations = [Platform];
