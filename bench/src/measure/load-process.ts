import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import type { Load, LoadResult } from './load.js';
import { shareOf } from './load-requests.js';

/** How often autocannon looks whether its time is over, in milliseconds. */
const SAMPLE_MS = 100;
const SLOWEST_US = 60_000_000;

/** Runs one load. autocannon's own histogram counts whole milliseconds, too coarse for answers within one. */
async function run(load: Load): Promise<LoadResult> {
  const { url, requests, connections, lasting } = load;
  let connection = 0;
  const latency = createHistogram({ lowest: 1, highest: SLOWEST_US, figures: 3 });
  const started = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        ...(lasting === 'once' ? { amount: requests.length } : { duration: lasting.seconds }),
        idReplacement: requests.some(({ method }) => method === 'POST'),
        sampleInt: SAMPLE_MS,
        setupClient: (client) => client.setRequests(shareOf(requests, connection++, connections)),
      },
      (error: unknown, done) => (error ? reject(error) : resolve(done)),
    );
    instance.on('response', (_client, _status, _bytes, milliseconds) =>
      latency.record(Math.min(SLOWEST_US, Math.max(1, Math.round(milliseconds * 1000)))),
    );
  });
  return {
    answers: result['2xx'],
    failures: result.non2xx + result.errors,
    seconds: (performance.now() - started) / 1000,
    p50Ms: latency.percentile(50) / 1000,
    p99Ms: latency.percentile(99) / 1000,
  };
}

process.on('message', (load: Load) => {
  void run(load).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
