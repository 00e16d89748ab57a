import { join } from 'node:path';
import { Courses, demandsOf, masterDataOn, readDeliveryLines } from '@stockade/history';
import { NOTICES_RECORDED_FROM, withDrawnNotices } from './drawn-notices.js';
import type { SimulationInput } from './simulate.js';

/** The days as the platform would be seeded for them, and what the world draws from. */
export function simulationInput(root: string, from: string, to: string): SimulationInput {
  const lines = readDeliveryLines(join(root, 'data', 'scms-delivery-history.csv'));
  const courses = new Courses(lines);
  const demands = from < NOTICES_RECORDED_FROM ? withDrawnNotices(demandsOf(lines)) : demandsOf(lines);
  return { from, to, ...masterDataOn(lines, from), demands, courses };
}
