export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads environment variables and remembers what is wrong, so that one error names all of it. */
export class Variables {
  private readonly faults: string[] = [];

  constructor(private readonly env: Environment) {}

  text(name: string, form = /./, words = 'a text'): string {
    const value = this.env[name] ?? '';
    if (value === '') this.faults.push(`${name} is missing`);
    else if (!form.test(value)) this.faults.push(`${name} must be ${words}`);
    return value;
  }

  port(name: string): number {
    return Number(this.text(name, /^[1-9]\d{0,4}$/, 'a port'));
  }

  /** @throws Error that names every variable that was missing or wrong. */
  check(subject: string): void {
    if (this.faults.length > 0) throw new Error(`${subject} is not configured: ${this.faults.join('; ')}.`);
  }
}
