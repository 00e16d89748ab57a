import { isAlive, tail, until } from '../processes.js';
import { ProvisionError } from '../provision-error.js';

/** A first start makes its schema: 15 s on two idle cores, so this is ample on a busy machine. */
const startPatience = 300_000;

/** Resolves when the server takes requests: it logs "started" some seconds earlier. @throws ProvisionError */
export async function untilReady(pid: number, managementPort: number, logFile: string): Promise<void> {
  const health = `http://127.0.0.1:${managementPort}/health/ready`;
  const settled = await until(async () => !isAlive(pid) || (await answers(health)), startPatience);
  if (settled && isAlive(pid)) return;
  const what = settled ? 'ended while it started' : `is not ready after ${startPatience / 1000} s`;
  throw new ProvisionError(`Keycloak ${what}. The last lines of ${logFile}:\n${await tail(logFile)}`);
}

/** Whether a GET of the URL succeeds. */
export function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
}
