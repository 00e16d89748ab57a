import { describe, expect, it } from 'vitest';
import { closure, runTasks } from './graph.js';

const done: string[] = [];
const task = (
  name: string,
  needs: string[] = [],
  run: () => Promise<void> = async () => void done.push(name),
) => ({
  name,
  needs,
  run,
});

describe('runTasks', () => {
  it('runs a task after all that it needs, and does not wait for what is not part of the run', async () => {
    done.length = 0;
    await runTasks([
      task('api', ['schema', 'realm']),
      task('schema', ['postgres']),
      task('realm'),
      task('postgres', ['elsewhere']),
    ]);
    expect(done.indexOf('api')).toBe(3);
    expect(done.indexOf('schema')).toBeGreaterThan(done.indexOf('postgres'));
  });

  it('runs tasks that do not need each other beside each other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await runTasks([task('slow', [], () => promise), task('fast', [], async () => resolve())]);
  });

  it('begins nothing after a failure, waits for what is under way, and throws the first reason', async () => {
    done.length = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const tasks = [
      task('broken', [], async () => {
        queueMicrotask(resolve);
        throw new Error('no disk');
      }),
      task('under way', [], () => promise.then(() => void done.push('under way'))),
      task('later', ['broken']),
    ];
    await expect(runTasks(tasks)).rejects.toThrow('no disk');
    expect(done).toEqual(['under way']);
  });

  it('refuses a circle', async () => {
    await expect(runTasks([task('a', ['b']), task('b', ['a'])])).rejects.toThrow('a, b form a circle');
  });
});

it('closure names a task and all below it', () => {
  const tasks = [
    task('api', ['schema']),
    task('schema', ['postgres']),
    task('postgres'),
    task('world', ['api']),
  ];
  expect(closure(tasks, ['schema']).map(({ name }) => name)).toEqual(['schema', 'postgres']);
});
