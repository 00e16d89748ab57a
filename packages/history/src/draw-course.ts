import { createHash } from 'node:crypto';
import type { Course } from './supply.js';

/** A number in [0, 1) that is always the same for a seed. */
export function fractionOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 32;
}

/** Draws how a purchase goes from how such purchases have gone; the same order always goes the same way. */
export function drawCourse(courses: readonly Course[], orderId: string): Course {
  const drawn = courses[Math.floor(fractionOf(orderId) * courses.length)];
  if (drawn === undefined) throw new Error('The delivery history holds no purchase to draw from.');
  return drawn;
}
