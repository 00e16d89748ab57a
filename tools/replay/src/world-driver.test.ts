import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { WorldDriver } from './world-driver.js';

it('has the world live one day for each time it is asked', async () => {
  const driver = new WorldDriver();
  const world = connect(driver.path);
  let day = 1;
  world.write('2011-01-01\n');
  createInterface({ input: world }).on('line', () => {
    day += 1;
    world.write(`2011-01-0${day}\n`);
  });
  expect(await driver.lastClosedDay()).toBe('2011-01-01');
  expect(await driver.advance()).toBe('2011-01-02');
  expect(await driver.advance()).toBe('2011-01-03');
  driver.close();
});

it('says so when the world has gone', async () => {
  const driver = new WorldDriver();
  connect(driver.path).end('2011-01-01\n');
  expect(await driver.lastClosedDay()).toBe('2011-01-01');
  await expect(driver.advance()).rejects.toThrow('The world has ended');
  driver.close();
});

it("is nobody else's to drive, and ends also where the world never came", () => {
  const driver = new WorldDriver();
  const directory = dirname(driver.path);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  driver.close();
  expect(existsSync(directory)).toBe(false);
});
