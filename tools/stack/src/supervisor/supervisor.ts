import { SupervisedUnit, type UnitStatus } from './supervised-unit.js';
import type { Unit } from './unit.js';
import { UnknownName } from './unknown-name.js';

export interface SupervisorOptions {
  readonly units: readonly Unit[];
  /** Called after every change of any unit. */
  readonly changed: (units: readonly UnitStatus[]) => void;
  /** One line about something that happened to a unit. */
  readonly report: (unit: string, line: string) => void;
}

/** Starts, watches, restarts and stops units, each by its name. */
export class Supervisor {
  private readonly units: ReadonlyMap<string, SupervisedUnit>;

  constructor(options: SupervisorOptions) {
    const changed = () => options.changed(this.status());
    this.units = new Map(
      options.units.map((unit) => [
        unit.name,
        new SupervisedUnit(unit, changed, (line) => options.report(unit.name, line)),
      ]),
    );
  }

  /** Resolves when it is ready. @throws UnitFailure; UnknownName */
  start(name: string, log: (line: string) => void = () => {}): Promise<void> {
    return this.find(name).start(log);
  }

  /** Resolves when it has ended. It stays so until it is started again. */
  stop(name: string): Promise<void> {
    return this.find(name).stop();
  }

  status(): UnitStatus[] {
    return [...this.units.values()].map((unit) => unit.status());
  }

  private find(name: string): SupervisedUnit {
    const unit = this.units.get(name);
    if (unit === undefined) throw new UnknownName(name, this.units.keys());
    return unit;
  }
}
