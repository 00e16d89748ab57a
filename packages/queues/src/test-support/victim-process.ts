import { jobs } from '@stockade/contracts';
import { handle, startConsumer } from '@stockade/queues';

await startConsumer({
  consumer: 'shipment_tracker',
  connection: JSON.parse(process.argv[2] ?? ''),
  handlers: [
    handle(jobs.etaCheck, () => {
      process.send?.('holding');
      return new Promise(() => undefined);
    }),
  ],
  onEvent: (event) => 'error' in event && console.error(event.error),
});
