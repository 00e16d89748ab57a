import { isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { PolicyFault } from './policy-error.js';

type Path = readonly PropertyKey[];

/** YAML text that remembers where each value stands. */
export interface PolicySource {
  readonly value: unknown;
  /** Faults of the YAML itself, duplicate keys among them. */
  readonly faults: readonly PolicyFault[];
  /** The fault of the value at a path, or of the nearest one above that exists. */
  fault(path: Path, detail: string): PolicyFault;
}

/** Parses YAML 1.2 and keeps the positions. */
export function readSource(text: string): PolicySource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, path: Path, detail: string): PolicyFault => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path: path.map(String).join('.'), detail };
  };
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    at(pos[0], [], `${message}: correct the YAML`),
  );
  return {
    value: faults.length === 0 ? document.toJS() : undefined,
    faults,
    fault: (path, detail) => at(offsetOf(document.contents, path), path, detail),
  };
}

function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    const found = childOf(node, step);
    if (found === undefined) break;
    node = found.value;
    offset = found.offset;
  }
  return offset;
}

/** The child under a key or index, and where it starts: at its key, in a map. */
function childOf(node: unknown, step: PropertyKey): { value: unknown; offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair && isScalar(pair.key) ? { value: pair.value, offset: pair.key.range?.[0] ?? 0 } : undefined;
  }
  const value = isCollection(node) ? node.get(step, true) : undefined;
  return isScalar(value) || isCollection(value) ? { value, offset: value.range?.[0] ?? 0 } : undefined;
}
