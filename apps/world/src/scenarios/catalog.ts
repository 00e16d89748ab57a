import { demandSpike } from './demand-spike.js';
import { noisyCarrier } from './noisy-carrier.js';
import { overDelivery } from './over-delivery.js';
import { portClosure } from './port-closure.js';
import type { Scenario } from './scenario.js';
import type { ScenarioName, ScenarioRun } from './scenario-run.js';
import { supplierOutage } from './supplier-outage.js';

/** Whom a scenario can be about. */
export type Target = 'location' | 'supplier' | 'sku';

interface Factor {
  readonly means: string;
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

export interface ScenarioKind {
  /** One sentence for whoever looks for what there is. */
  readonly summary: string;
  readonly usualDays: number;
  readonly targets: readonly Target[];
  /** The one of its targets that is drawn where it is not named; the others are everybody then. */
  readonly drawn?: Exclude<Target, 'sku'>;
  readonly factor?: Factor;
  readonly scenario: (run: ScenarioRun) => Scenario;
}

const share = { least: 0, most: 1 };

export const catalog: Readonly<Record<ScenarioName, ScenarioKind>> = {
  'supplier-outage': {
    summary: 'A supplier ships nothing, and declines orders or leaves them unanswered.',
    usualDays: 30,
    targets: ['supplier'],
    drawn: 'supplier',
    factor: { means: 'share of the orders that it declines', ...share, usual: 0.5 },
    scenario: supplierOutage,
  },
  'port-closure': {
    summary: 'Goods for a location stop between departing and arriving, and come late.',
    usualDays: 30,
    targets: ['location'],
    drawn: 'location',
    scenario: portClosure,
  },
  'demand-spike': {
    summary: 'Customers of a location announce several times what they would have needed.',
    usualDays: 30,
    targets: ['location', 'sku'],
    drawn: 'location',
    factor: { means: 'times what they need', least: 1, most: 100, usual: 3 },
    scenario: demandSpike,
  },
  'noisy-carrier': {
    summary: 'Carriers repeat events, tell them late and out of order.',
    usualDays: 60,
    targets: [],
    factor: {
      means: 'share of the events that come again, and of those that come late',
      ...share,
      usual: 0.5,
    },
    scenario: noisyCarrier,
  },
  'over-delivery': {
    summary: 'Suppliers ship more than was ordered, within the tolerance and beyond.',
    usualDays: 30,
    targets: ['supplier'],
    factor: { means: 'most that comes beyond what was ordered, as a share of it', ...share, usual: 0.3 },
    scenario: overDelivery,
  },
};
