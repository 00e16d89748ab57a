/** Attribute of what was generated: only that is ever removed from a running realm. */
export const generated = { key: 'generated.from', value: 'access.yaml' } as const;
