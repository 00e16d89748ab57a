/** What counts of a line, in base units. */
export interface LineProgress {
  /** As ordered. */
  readonly quantity: number;
  readonly confirmedQuantity: number | null;
  readonly receivedQuantity: number;
  readonly shortClosedQuantity: number;
}

/** Base units that the line is to bring: what the supplier confirmed, or else what was ordered, less what was given up. */
export const expectedQuantity = ({
  quantity,
  confirmedQuantity,
  shortClosedQuantity,
}: Omit<LineProgress, 'receivedQuantity'>): number =>
  Math.max(0, (confirmedQuantity ?? quantity) - shortClosedQuantity);

/** Whether nothing more is expected of the line. */
export const isOver = (line: LineProgress): boolean => line.receivedQuantity >= expectedQuantity(line);
