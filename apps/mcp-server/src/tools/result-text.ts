import { OUTSIDE_FIELD, type OutsideText } from './outside-text.js';

/** Characters of an answer that a client is shown which reads no structured content: about a thousand tokens. */
const LONGEST = 4_000;

type Content = Readonly<Record<string, unknown>>;

/** An answer as JSON; of a long page as many whole items as fit, and how to come by the rest. */
export function resultText(content: Content): string {
  const text = JSON.stringify(content);
  if (text.length <= LONGEST) return text;
  const { items } = content;
  if (!Array.isArray(items)) return `${text.slice(0, LONGEST)}… (all of it is in the structured content)`;
  const shown = fittingItems(items, outsideOf(content));
  const start = JSON.stringify({ ...content, ...firstItems(shown, items, content) });
  return `${start}\nThese are ${shown} of the ${items.length} items of this page, and all are in the structured content. To read all here, ask with limit ${Math.max(1, shown)} and go on with the nextCursor of each page.`;
}

/** Each with what others wrote into it. */
function fittingItems(items: readonly unknown[], outside: readonly OutsideText[]): number {
  const lengths = items.map((item) => JSON.stringify(item).length + 1);
  for (const one of outside) {
    const index = itemOf(one);
    if (lengths[index] !== undefined) lengths[index] += JSON.stringify(one).length + 1;
  }
  let total = 0;
  const first = lengths.findIndex((length) => {
    total += length;
    return total > LONGEST;
  });
  return first === -1 ? items.length : first;
}

function firstItems(count: number, items: readonly unknown[], content: Content): Content {
  const outside = outsideOf(content).filter((one) => itemOf(one) < count);
  return {
    items: items.slice(0, count),
    ...(OUTSIDE_FIELD in content && { [OUTSIDE_FIELD]: outside }),
  };
}

const outsideOf = ({ [OUTSIDE_FIELD]: outside }: Content): readonly OutsideText[] =>
  Array.isArray(outside) ? outside : [];

/** Index of the item that a text belongs to; NaN for one that belongs to none. */
const itemOf = ({ pointer }: OutsideText): number => Number(/^\/items\/(\d+)/.exec(pointer)?.[1]);
