import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';

const largestBytes = 20 * 1024 * 1024;
const tailBytes = 16 * 1024;

/** Puts the log of the last run aside as `<file>.1`; the run before that is forgotten. */
export function rotate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

/** Bounds a log that is being written. Its writers append, so they go on at the start of the emptied file. */
export function bound(file: string): void {
  if (!existsSync(file) || statSync(file).size < largestBytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** The last lines that hold anything. None when there is no such file. */
export function lastLines(file: string, count: number): string[] {
  if (!existsSync(file)) return [];
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const length = Math.min(size, tailBytes);
    const buffer = Buffer.alloc(length);
    readSync(descriptor, buffer, 0, length, size - length);
    const lines = buffer.toString('utf8').split(/\r?\n/);
    return lines.filter((line) => line.trim() !== '').slice(-count);
  } finally {
    closeSync(descriptor);
  }
}
