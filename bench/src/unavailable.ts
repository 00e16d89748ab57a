/** The machine lacks what a comparison needs; the message says what to do. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
