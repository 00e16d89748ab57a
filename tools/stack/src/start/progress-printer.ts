import { createLogUpdate } from 'log-update';
import type { Progress, ProgressEvent } from './progress.js';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const nameWidth = 18;

interface Printer {
  readonly progress: Progress;
  /** Ends the drawing; what is done stays on the screen, and what is done later is added to it. */
  close(): void;
}

/** A line for each task; on a terminal those under way are shown below, with their last word. */
export function printProgress(stream: NodeJS.WriteStream): Printer {
  return stream.isTTY ? livePrinter(stream) : plainPrinter(stream);
}

function plainPrinter(stream: NodeJS.WriteStream): Printer {
  const progress = (event: ProgressEvent) => {
    const line =
      event.kind === 'line' ? `… ${event.task.padEnd(nameWidth)} ${event.text}` : resultLine(event);
    if (line !== undefined) stream.write(`${line}\n`);
  };
  return { progress, close: () => {} };
}

function livePrinter(stream: NodeJS.WriteStream): Printer {
  const draw = createLogUpdate(stream);
  const running = new Map<string, { begun: number; word: string }>();
  let frame = 0;
  let closed = false;
  const redraw = () => {
    frame = (frame + 1) % frames.length;
    const lines = [...running].map(([task, { begun, word }]) => {
      const line = `${frames[frame]} ${task.padEnd(nameWidth)} ${seconds(Date.now() - begun)}  ${word}`;
      return line.slice(0, (stream.columns ?? 80) - 1);
    });
    draw(lines.join('\n'));
  };
  const timer = setInterval(redraw, frameMs);
  const progress = (event: ProgressEvent) => {
    if (event.kind === 'begun') running.set(event.task, { begun: Date.now(), word: '' });
    if (event.kind === 'line')
      running.set(event.task, { begun: Date.now(), ...running.get(event.task), word: event.text });
    const line = resultLine(event);
    if (line !== undefined) {
      running.delete(event.task);
      if (!closed) draw.clear();
      stream.write(`${line}\n`);
    }
    if (!closed) redraw();
  };
  const close = () => {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    draw.clear();
    draw.done();
  };
  return { progress, close };
}

function resultLine(event: ProgressEvent): string | undefined {
  if (event.kind === 'done')
    return `✔ ${event.task.padEnd(nameWidth)} ${seconds(event.ms)}  ${event.text}`.trimEnd();
  if (event.kind === 'failed') return `✖ ${event.task.padEnd(nameWidth)} ${seconds(event.ms)}`;
  return undefined;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`.padStart(7);
}
