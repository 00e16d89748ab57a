import type { journey, laneHistory } from '@stockade/contracts';
import type { DaysDistribution, LaneHistory } from '@stockade/planning';
import type { z } from 'zod';

export type Journey = z.output<typeof journey>;
export type ToldHistory = z.output<typeof laneHistory>;

/** Who a figure comes from, narrowest first. */
export const sources = ['its lane', 'its carrier', 'all deliveries'] as const;

/** The histories that speak of a journey, in the order of `sources`; empty ones where nothing is known. */
export function historiesOf(
  { origin, carrier, destination }: Journey,
  told: readonly ToldHistory[],
): LaneHistory[] {
  const find = (wanted: Pick<ToldHistory, 'origin' | 'carrier' | 'destination'>) =>
    told.find(
      (one) =>
        one.origin === wanted.origin &&
        one.carrier === wanted.carrier &&
        one.destination === wanted.destination,
    );
  const all = find({ origin: null, carrier: null, destination: null });
  return [
    read(find({ origin, carrier, destination })),
    read(find({ origin: null, carrier, destination: null })),
    // Ways by air and by sea have nothing in common but how late they begin.
    { ...read(undefined), departureDelay: distribution(all?.departureDelay) },
  ];
}

const read = (told: ToldHistory | undefined): LaneHistory => ({
  departureDelay: distribution(told?.departureDelay),
  toDelivery: byStep(told?.toDelivery),
  inStep: byStep(told?.inStep),
  gap: distribution(told?.gap),
});

const distribution = (taken: ToldHistory['gap'] = {}): DaysDistribution =>
  new Map(Object.entries(taken).map(([days, often]) => [Number(days), often]));

const byStep = (taken: ToldHistory['inStep'] = {}): Map<string, DaysDistribution> =>
  new Map(Object.entries(taken).map(([step, days]) => [step, distribution(days)]));
