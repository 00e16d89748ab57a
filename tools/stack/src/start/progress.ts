/** What happens at a start, told as it happens. Plain data: it travels from a detached supervisor to its caller. */
export type ProgressEvent =
  | { readonly kind: 'begun'; readonly task: string }
  | { readonly kind: 'line'; readonly task: string; readonly text: string }
  | { readonly kind: 'done'; readonly task: string; readonly ms: number; readonly text: string }
  | { readonly kind: 'failed'; readonly task: string; readonly ms: number };

export type Progress = (event: ProgressEvent) => void;

/** Does the work and tells of it. The work answers with a word on its result, or none. */
export async function tellProgress(
  progress: Progress,
  task: string,
  work: (line: (text: string) => void) => Promise<string | undefined>,
): Promise<void> {
  const begun = performance.now();
  const elapsed = () => Math.round(performance.now() - begun);
  progress({ kind: 'begun', task });
  try {
    const text = (await work((line) => progress({ kind: 'line', task, text: line }))) ?? '';
    progress({ kind: 'done', task, ms: elapsed(), text });
  } catch (error) {
    progress({ kind: 'failed', task, ms: elapsed() });
    throw error;
  }
}
