/** What is wrong with an event. */
export interface Fault {
  /** JSON Pointer (RFC 6901) into the event. */
  readonly pointer: string;
  readonly detail: string;
}
