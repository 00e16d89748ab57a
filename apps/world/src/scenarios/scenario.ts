import type { Demand } from '@stockade/history';
import { fractionOf } from '@stockade/history';
import type { Consignment } from '../consignment.js';
import type { Step } from '../journey.js';
import type { ScenarioRun } from './scenario-run.js';

/** What a carrier has to say of a consignment on a day. */
export interface Report {
  readonly orderId: string;
  readonly day: string;
  /** What it told before. */
  readonly earlier: readonly Step[];
  /** What has happened since, up to this day. */
  readonly due: readonly Step[];
}

/** How it says so. */
export interface Telling {
  /** EPCIS documents, in the order in which they are sent. */
  readonly documents: readonly (readonly Step[])[];
  /** How many of the consignment's steps have been told then, the first ones. */
  readonly reported: number;
}

/** Whether a supplier declines an order, or says nothing until it is over. */
export type Answer = 'declined' | 'silence';

/**
 * What a scenario makes of what the gateways would send. Its rules are pure and leave alone what they are not about;
 * what they draw, they draw by seed, first day and what it is drawn for, so that it comes out the same after a restart.
 */
export interface Scenario {
  answer?(order: { readonly orderId: string; readonly supplierId: string }): Answer | undefined;
  /** Puts off what cannot happen on this day. Asked on every day for every consignment. */
  hold?(goods: Consignment, day: string): Consignment;
  /** What the ship notice tells of. Asked once, before it is given. */
  load?(goods: Consignment): Consignment;
  tell?(report: Report): Telling;
  announce?(demand: Demand): Demand;
}

/** Numbers in [0, 1) of one run of a scenario, each named by what it is drawn for. */
export const drawsOf =
  ({ name, seed, startsOn }: Pick<ScenarioRun, 'name' | 'seed' | 'startsOn'>) =>
  (...words: readonly string[]): number =>
    fractionOf([name, seed, startsOn, ...words].join(' '));
