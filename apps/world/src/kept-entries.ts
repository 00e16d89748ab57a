import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** What the world remembers of one kind, in a file of its own that is never half written. */
export class KeptEntries<Entry> {
  readonly #byKey: Map<string, Entry>;

  constructor(
    private readonly file: string,
    schema: z.ZodType<Entry>,
    private readonly keyOf: (entry: Entry) => string,
  ) {
    const entries = z.array(schema).parse(contentOf(file));
    this.#byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  get all(): readonly Entry[] {
    return [...this.#byKey.values()];
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  get(key: string): Entry | undefined {
    return this.#byKey.get(key);
  }

  put(entry: Entry): void {
    this.#byKey.set(this.keyOf(entry), entry);
    this.#save();
  }

  remove(key: string): void {
    if (this.#byKey.delete(key)) this.#save();
  }

  #save(): void {
    const draft = `${this.file}.new`;
    writeFileSync(draft, JSON.stringify(this.all));
    renameSync(draft, this.file);
  }
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
