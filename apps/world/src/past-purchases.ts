import { type Course, Courses, type DeliveryLine, drawCourse, supplierIdOf } from '@stockade/history';

interface Purchase {
  readonly orderId: string;
  readonly supplierId: string;
  readonly sku: string;
}

/** How purchases from these suppliers, of these SKUs, really went. */
export class PastPurchases {
  readonly #courses: Courses;
  readonly #classes: ReadonlyMap<string, string>;
  readonly #suppliers: ReadonlyMap<string, string>;

  constructor(lines: readonly DeliveryLine[]) {
    this.#courses = new Courses(lines);
    this.#classes = new Map(lines.map((line) => [line.sku, line.productClass]));
    const suppliers = new Set(lines.map(({ supplier }) => supplier));
    this.#suppliers = new Map([...suppliers].map((name) => [supplierIdOf(name), name]));
  }

  /** The course that an order takes: the same whenever it is drawn. */
  courseOf({ orderId, supplierId, sku }: Purchase): Course {
    const [supplier = '', productClass = ''] = [this.#suppliers.get(supplierId), this.#classes.get(sku)];
    return drawCourse(this.#courses.of(sku, supplier, productClass), orderId);
  }
}
