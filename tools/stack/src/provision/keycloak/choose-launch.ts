import { cacheFolder } from '../cache.js';
import { ProvisionError } from '../provision-error.js';
import { provideJdk } from '../temurin.js';
import { classArchiveFlags } from './class-archive.js';
import { containerLaunch, engineAnswers } from './container.js';
import { builtDistribution } from './distribution.js';
import { linkCode } from './home.js';
import { keycloakCommand } from './java-command.js';
import type { Launch, LaunchOptions } from './launch.js';

/** On the newest Java, else (no Java or no distribution can be had) in a container. @throws ProvisionError */
export async function chooseLaunch(options: LaunchOptions): Promise<Launch> {
  try {
    return await onJava(options);
  } catch (cause) {
    if (!(cause instanceof ProvisionError) || options.env.KEYCLOAK_HOME || !(await engineAnswers()))
      throw cause;
    options.log(`${cause.message} Docker is there, so it runs in a container.`);
    return containerLaunch(options);
  }
}

async function onJava({ home, addresses, env, log, logFile, signal }: LaunchOptions): Promise<Launch> {
  const cache = cacheFolder(env);
  const jdk = await provideJdk({ env, tools: cache, log });
  const distribution = await builtDistribution({ jdk, env, cache, logFile, log, signal });
  const flags = await classArchiveFlags({ jdk, distribution, home, env, logFile, log, signal });
  await linkCode(distribution, home);
  log(`starting on port ${addresses.port}, Java ${jdk.version}`);
  return {
    ...keycloakCommand({ jdk, distribution, home, flags, args: ['start', '--optimized'] }),
    mark: `-Dkc.home.dir=${home}`,
    configuration: [],
  };
}
