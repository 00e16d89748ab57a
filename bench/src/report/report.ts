import type { Spread } from './statistics.js';

/** What a comparison found, before it is a page. */
export interface Report {
  readonly name: string;
  /** Paragraphs on what was compared, and how. */
  readonly text: readonly string[];
  readonly tables: readonly Table[];
  readonly plot: { readonly title: string; readonly panelTitle: string; readonly groupTitle: string };
  readonly ratios: readonly Ratio[];
  /** Everything that was measured, by round. */
  readonly measurements: unknown;
}

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** One point of the plot: how a contestant does beside the baseline. */
export interface Ratio {
  readonly panel: string;
  readonly group: string;
  readonly series: string;
  readonly ratio: Spread;
}
