export interface OutcomeDay {
  readonly day: string;
  readonly stockValueUsd: number;
  /** Demand lines that were needed on the day, and those that were met in full. */
  readonly lines: number;
  readonly linesFilled: number;
  /** Base units needed and issued. */
  readonly quantity: number;
  readonly issued: number;
}

/** What came of a way of ordering, day by day. */
export interface Outcome {
  readonly days: readonly OutcomeDay[];
  readonly orders: number;
  readonly lateDeliveries: number;
}

export interface Summary {
  /** Share of the needed base units, and of the demand lines, that were met; 0 to 1. */
  readonly fillByVolume: number;
  readonly fillByLine: number;
  /** Demand lines that found too little stock. */
  readonly stockOuts: number;
  readonly averageStockValueUsd: number;
  readonly orders: number;
  readonly lateDeliveries: number;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

export function summarize({ days, orders, lateDeliveries }: Outcome): Summary {
  const lines = total(days.map((day) => day.lines));
  const linesFilled = total(days.map((day) => day.linesFilled));
  return {
    fillByVolume: share(total(days.map((day) => day.issued)), total(days.map((day) => day.quantity))),
    fillByLine: share(linesFilled, lines),
    stockOuts: lines - linesFilled,
    averageStockValueUsd: share(total(days.map((day) => day.stockValueUsd)), days.length),
    orders,
    lateDeliveries,
  };
}
