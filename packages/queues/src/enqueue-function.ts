import { ASLEEP_LOCK, DOORBELL } from './doorbell.js';
import { onePerKey, retryOptions } from './job-options.js';
import { ATTEMPTS } from './retry.js';

/**
 * On Postgres the job is BullMQ's own row, written in the caller's transaction.
 *
 * A job of the same key that waits is locked until the caller commits: a worker that took it earlier would
 * look at the data before this change, and nothing would tell it afterwards. Where it cannot be locked, a
 * worker has it or is just taking it, and this job follows: BullMQ adds what lies in `dedup_next` when the
 * active one ends, which waits for the lock that `add_job` took on the key.
 */
const addJob = `
  job_id := key || '~' || gen_random_uuid();
  options := '${JSON.stringify(retryOptions)}'::jsonb || jsonb_build_object('jobId', job_id, 'delay', delay_ms,
    'deduplication', '${JSON.stringify(onePerKey)}'::jsonb || jsonb_build_object('id', key));
  winner := bullmq.add_job(queue, job_id, name, data, options, 0, delay_ms,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint, ${ATTEMPTS},
    NULL, NULL, NULL, key, NULL, false);
  PERFORM FROM bullmq.job j
    WHERE j.queue = enqueue.queue AND j.id = winner AND j.state IN ('waiting', 'delayed')
    FOR KEY SHARE SKIP LOCKED;
  IF NOT FOUND THEN
    INSERT INTO bullmq.dedup_next AS n (queue, dedup_id, payload) VALUES (queue, key,
      jsonb_build_object('name', name, 'data', data, 'opts', options, 'jobId', job_id))
    ON CONFLICT ON CONSTRAINT dedup_next_pkey DO UPDATE SET payload = EXCLUDED.payload;
  END IF;`;

/** On Redis the relay, which is woken where it sleeps, carries the job over once the caller's transaction has committed. */
const addToOutbox = `
  INSERT INTO queues.outbox (queue, key, name, data, delay_ms) VALUES (queue, key, name, data, delay_ms);
  IF NOT pg_try_advisory_xact_lock_shared(${ASLEEP_LOCK}) THEN
    PERFORM pg_notify('${DOORBELL}', '');
  END IF;`;

/** The one statement with which every producer enqueues, whatever the backend is. */
export const enqueueFunction = (backend: 'postgres' | 'redis') => `
CREATE OR REPLACE FUNCTION queues.enqueue(queue text, key text, name text, data jsonb, delay_ms bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $enqueue$
#variable_conflict use_variable
DECLARE
  job_id text;
  options jsonb;
  winner text;
BEGIN
  IF NOT EXISTS (SELECT FROM queues.producers p WHERE p.login = session_user AND p.queue = enqueue.queue) THEN
    RAISE EXCEPTION 'login % may not enqueue to %', session_user, queue USING ERRCODE = '42501',
      HINT = 'List the queue under "produces" of its role in access.yaml.';
  END IF;
  IF key IS NULL OR key = '' OR position(':' IN key) > 0 OR delay_ms IS NULL OR delay_ms < 0 THEN
    RAISE EXCEPTION 'a job needs a key without ":" and a delay of at least 0' USING ERRCODE = '22023';
  END IF;${backend === 'postgres' ? addJob : addToOutbox}
END
$enqueue$`;
