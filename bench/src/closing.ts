const INTERRUPTED = 130;

interface Closable {
  close(): Promise<void>;
}

/** Closes `resource` when `work` has ended, has failed, or is interrupted: nothing that was started runs on. */
export async function closing<T extends Closable, R>(
  resource: T,
  work: (resource: T) => Promise<R>,
): Promise<R> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const interrupt = () => void resource.close().finally(() => process.exit(INTERRUPTED));
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await work(resource);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await resource.close();
  }
}
