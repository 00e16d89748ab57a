import { join } from 'node:path';
import type { Jdk } from '../jdk.js';

interface JavaCommand {
  readonly jdk: Jdk;
  /** The distribution whose code runs. */
  readonly distribution: string;
  /** The folder that Keycloak takes for its home: `conf`, `data` and `lib`. */
  readonly home: string;
  readonly flags?: readonly string[];
  readonly args: readonly string[];
}

/**
 * What kc.sh runs, run without it: one process to watch and to signal, on every system the same. Only the
 * flags on heap, compiler and collector are ours: the first compiler alone and the serial collector start
 * Keycloak in three quarters of the time.
 */
export function keycloakCommand({ jdk, distribution, home, flags = [], args }: JavaCommand) {
  return {
    command: jdk.java,
    args: [
      ...['-Xms64m', '-Xmx512m', '-XX:MaxMetaspaceSize=256m', '-XX:+ExitOnOutOfMemoryError'],
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...flags],
      ...['-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8', '-Dstderr.encoding=UTF-8'],
      ...['-Duser.language=en', '-Duser.country=US', '-Djdk.tls.rejectClientInitiatedRenegotiation=true'],
      ...['java.util', 'java.util.concurrent', 'java.security', 'java.lang'].map(
        (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
      ),
      '--enable-native-access=ALL-UNNAMED',
      '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
      '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
      ...['-Dquarkus-log-max-startup-records=10000', '-Dpicocli.disable.closures=true'],
      `-Dkc.home.dir=${home}`,
      `-Djboss.server.config.dir=${join(home, 'conf')}`,
      ...['-cp', join(distribution, 'lib', 'quarkus-run.jar')],
      'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
      ...args,
    ],
  };
}
