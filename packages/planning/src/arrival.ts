import { type DaysDistribution, longerThan, observations, quantile, shrunk } from './days-distribution.js';

/** What deliveries of a lane, or of a wider group, have taken; steps are those that carriers report. */
export interface LaneHistory {
  /** From the day on which goods were to leave to the day on which they left. */
  readonly departureDelay: DaysDistribution;
  /** From a step to the delivery. */
  readonly toDelivery: ReadonlyMap<string, DaysDistribution>;
  /** From a step to the next. */
  readonly inStep: ReadonlyMap<string, DaysDistribution>;
  /** From one word of the carrier to the next. */
  readonly gap: DaysDistribution;
}

/** The first step of a way. */
export const DEPARTING = 'departing';

/** How far a shipment has come; days are counted from any fixed day. */
export interface Standing {
  readonly today: number;
  readonly shipped: number;
  readonly promised: number;
  /** Day on which it left, where that was told. */
  readonly departed: number | undefined;
  /** The last step and its day; undefined before the first. */
  readonly progress: { readonly step: string; readonly day: number } | undefined;
}

export interface Arrival {
  readonly day: number;
  /** Eight of ten such shipments come from the earliest to the latest day. */
  readonly earliest: number;
  readonly latest: number;
  /** Index of the narrowest history with enough observations; undefined where the plan alone speaks. */
  readonly source: number | undefined;
}

/** A wider group counts as much as this many observations, and so many are enough to name a source. */
const ENOUGH = 5;
const MIDDLE = 0.5;
const EARLY = 0.1;
const LATE = 0.9;
/** Only one in twenty takes longer. */
const UNUSUAL = 0.95;
const NONE: DaysDistribution = new Map();

type Measure = (history: LaneHistory) => DaysDistribution;

/** What the histories say, each shrunk towards the next wider, and the widest towards the plan. */
const pooled = (histories: readonly LaneHistory[], measure: Measure, planned: number): DaysDistribution =>
  histories.reduceRight<DaysDistribution>(
    (wider, history) => shrunk(measure(history), wider, ENOUGH),
    new Map([[planned, ENOUGH]]),
  );

const toDelivery =
  (step: string): Measure =>
  (history) =>
    history.toDelivery.get(step) ?? NONE;

/**
 * The day on which a shipment will come, given that it has not come by the end of today: the time that is left, of
 * those shipments that took longer than this one has so far.
 * @param histories of the lane first, then of ever wider groups
 */
export function estimateArrival(standing: Standing, histories: readonly LaneHistory[]): Arrival {
  const { shipped, promised, departed = shipped, progress, today } = standing;
  const way = promised - shipped;
  const measure = progress === undefined ? departureDelay : toDelivery(progress.step);
  const since = progress?.day ?? shipped;
  const planned = progress === undefined ? 0 : departed + way - progress.day;
  const left = longerThan(pooled(histories, measure, planned), today - since);
  const onTheWay = progress === undefined ? pooled(histories, toDelivery(DEPARTING), way) : NONE;
  // Nothing that is known took as long: it is expected at once, and what that is worth the exceptions tell.
  const at = (share: number) =>
    Math.max(
      today + 1,
      since + (quantile(left, share) ?? today + 1 - since) + (quantile(onTheWay, share) ?? 0),
    );
  const source = histories.findIndex((history) => observations(measure(history)) >= ENOUGH);
  return {
    day: at(MIDDLE),
    earliest: at(EARLY),
    latest: at(LATE),
    source: source < 0 ? undefined : source,
  };
}

const departureDelay: Measure = (history) => history.departureDelay;

/** Days without a word after which a shipment is unusually silent. @param usual where nothing was observed */
export const silenceLimit = (histories: readonly LaneHistory[], usual: number): number =>
  quantile(
    pooled(histories, (history) => history.gap, usual),
    UNUSUAL,
  ) ?? usual;

/** Days in a step after which a shipment is unusually slow. @param usual where nothing was observed */
export const stepLimit = (histories: readonly LaneHistory[], step: string, usual: number): number =>
  quantile(
    pooled(histories, (history) => history.inStep.get(step) ?? NONE, usual),
    UNUSUAL,
  ) ?? usual;
