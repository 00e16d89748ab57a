import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, inspectJdk, majorOf } from './jdk.js';

async function jdk({ release, prints }: { release?: string; prints?: string }): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'jdk-'));
  await mkdir(join(home, 'bin'));
  await writeFile(join(home, 'bin', 'java'), `#!/bin/sh\necho '${prints ?? ''}' >&2\n`);
  await chmod(join(home, 'bin', 'java'), 0o755);
  if (release !== undefined) await writeFile(join(home, 'release'), release);
  return home;
}

describe('inspectJdk', () => {
  it('reads the version from the release file', async () => {
    const home = await jdk({ release: 'JAVA_RUNTIME_VERSION="25.0.3+9-LTS"\nJAVA_VERSION="25.0.3"\n' });
    expect(await inspectJdk(home)).toMatchObject({ home, version: '25.0.3+9-LTS', major: 25 });
  });

  it('asks java where there is no release file', async () => {
    const home = await jdk({ prints: 'openjdk version "17.0.15" 2025-04-15' });
    expect(await inspectJdk(home)).toMatchObject({ version: '17.0.15', major: 17 });
  });

  it('finds nothing in a folder without java, and in a file', async () => {
    const home = await jdk({ release: 'JAVA_VERSION="21.0.1"' });
    expect(await inspectJdk(join(home, 'bin'))).toBeUndefined();
    expect(await inspectJdk(join(home, 'release'))).toBeUndefined();
  });
});

describe('versions', () => {
  it.each([
    ['1.8.0_392', 8],
    ['17.0.15+6-Debian-1deb12u1', 17],
    ['25', 25],
  ])('%s is Java %i', (version, major) => {
    expect(majorOf(version)).toBe(major);
  });

  it('are ordered number by number', () => {
    const part = fc.nat(99);
    fc.assert(
      fc.property(part, part, part, fc.nat(98), (major, minor, patch, build) => {
        const older = `${major}.${minor}.${patch}+${build}`;
        expect(compareVersions(older, `${major}.${minor}.${patch}+${build + 1}`)).toBeLessThan(0);
        expect(compareVersions(`${major + 1}.0.0+1`, older)).toBeGreaterThan(0);
        expect(compareVersions(older, older)).toBe(0);
      }),
    );
  });
});
