import { addDays } from '@stockade/contracts';
import { runOf } from '../scenarios/run-of.js';
import type { ScenarioBook } from '../scenarios/scenario-book.js';
import type { Surroundings } from '../scenarios/surroundings.js';
import type { Control } from './serve-control.js';

/** Switches scenarios on and off, from the day on that follows the one under way: no day is half of each. */
export function scenarioControl(
  book: ScenarioBook,
  surroundings: Surroundings,
  lastClosedDay: () => string,
): Control {
  return (request) => {
    const today = lastClosedDay();
    const fresh = addDays(today, 2);
    switch (request.command) {
      case 'begin': {
        const run = runOf(request, fresh, surroundings);
        book.begin(run);
        return { today, on: [...book.after(today)], changed: [run] };
      }
      case 'end': {
        const changed = [...book.end(fresh, request.name)];
        return { today, on: [...book.after(today)], changed };
      }
      case 'list':
        return { today, on: [...book.after(today)], changed: [] };
    }
  };
}
