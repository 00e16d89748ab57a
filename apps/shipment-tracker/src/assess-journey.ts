import { addDays, daysBetween, type JobResult, type jobs } from '@stockade/contracts';
import {
  type Arrival,
  DEPARTING,
  estimateArrival,
  isLate,
  type LaneHistory,
  silenceLimit,
  stepLimit,
} from '@stockade/planning';
import { historiesOf, type Journey, sources, type ToldHistory } from './lane-history.js';

type Finding = JobResult<typeof jobs.etaCheck>['findings'][number];
type Exceptions = Finding['exceptions'];

const underWay: ReadonlySet<Journey['status']> = new Set([
  'planned',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
]);

/** Where no gap was observed: silent after two weeks, and after more than six tenths of the way. */
const usualGap = (way: number): number => Math.max(14, 0.6 * way);

/** One shipment at the end of a business day, in days from the day on which it was to leave. */
interface Look {
  readonly journey: Journey;
  readonly histories: readonly LaneHistory[];
  readonly today: number;
  readonly way: number;
  readonly dayOf: (date: string) => number;
}

/**
 * What can be said of a shipment on a business day from its plan, what its carrier has told and what such ways have
 * taken: when it will come, and whether it is late, silent or stuck.
 */
export function assessJourney(journey: Journey, told: readonly ToldHistory[], businessDate: string): Finding {
  const { id: shipmentId, shippedOn, promisedOn, deliveredOn, status } = journey;
  const dayOf = (date: string) => daysBetween(shippedOn, date);
  const on = (etaOn: string, earliest: string, latest: string, exceptions: Exceptions): Finding => ({
    ...{ shipmentId, etaOn, etaEarliestOn: earliest, etaLatestOn: latest },
    exceptions,
  });
  if (deliveredOn !== null) return on(deliveredOn, deliveredOn, deliveredOn, []);
  if (!underWay.has(status)) return on(promisedOn, promisedOn, promisedOn, []);

  const histories = historiesOf(journey, told);
  const look = { journey, histories, today: dayOf(businessDate), way: dayOf(promisedOn), dayOf };
  const arrival = arrivalOf(look);
  const [eta, earliest, latest] = [arrival.day, arrival.earliest, arrival.latest].map((day) =>
    addDays(shippedOn, day),
  ) as [string, string, string];
  return on(eta, earliest, latest, [...lateness(look, arrival), ...silence(look), ...standstill(look)]);
}

function arrivalOf({ journey: { milestones }, histories, today, way, dayOf }: Look): Arrival {
  const departing = milestones.find(({ bizStep }) => bizStep === DEPARTING);
  const last = milestones.at(-1);
  const progress = last && { step: last.bizStep ?? '', day: dayOf(last.on) };
  const departed = departing && dayOf(departing.on);
  return estimateArrival({ today, shipped: 0, promised: way, departed, progress }, histories);
}

/**
 * Late where nine of ten such shipments come later than is tolerated: who acts on it, acts for nothing in few cases.
 * A forecast stands on the last milestone; once the promised day has passed, on that.
 */
function lateness({ journey, today, way }: Look, { day, earliest, source }: Arrival): Exceptions {
  if (!isLate(earliest - way, way)) return [];
  const milestone = journey.milestones.at(-1);
  const fact = isLate(today - way, way) ? 'promised_day' : (milestone?.eventID ?? 'ship_notice');
  const basis = source === undefined ? 'its plan' : sources[source];
  const so = milestone === undefined ? 'It has not left' : `Its last step was ${milestone.bizStep}`;
  const detail = `${so}; by ${basis} it comes ${day - way} days after the promised day, hardly less than ${earliest - way}.`;
  return [{ kind: 'late', fact, detail }];
}

/** Before it has left nothing is heard of it anyway. */
function silence({ journey: { lastWord }, histories, today, way, dayOf }: Look): Exceptions {
  if (lastWord === null) return [];
  const usual = silenceLimit(histories, usualGap(way));
  if (today - dayOf(lastWord.on) <= usual) return [];
  const detail = `Nothing was heard since ${lastWord.on}; on this lane 19 of 20 gaps are over within ${Math.round(usual)} days.`;
  return [{ kind: 'silent', fact: lastWord.eventID, detail }];
}

/** Held, for example by customs; or heard of, again and again, in a step that it should long have left. */
function standstill({ journey: { milestones, lastWord }, histories, today, way, dayOf }: Look): Exceptions {
  const reached = milestones.at(-1);
  if (lastWord === null) return [];
  if (lastWord.bizStep === 'holding') {
    return [{ kind: 'stuck', fact: lastWord.eventID, detail: `It is held since ${lastWord.on}.` }];
  }
  if (reached === undefined || reached.eventID === lastWord.eventID) return [];
  const usual = stepLimit(histories, reached.bizStep ?? '', usualGap(way));
  if (today - dayOf(reached.on) <= usual) return [];
  const detail = `It is ${reached.bizStep} since ${reached.on}; 19 of 20 go on within ${Math.round(usual)} days.`;
  return [{ kind: 'stuck', fact: reached.eventID, detail }];
}
