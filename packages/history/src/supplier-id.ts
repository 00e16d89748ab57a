import { v5 as uuidv5 } from 'uuid';

/** Names what is made from the delivery history (RFC 9562 section 5.5), so that it is the same on every machine. */
export const HISTORY_NAMESPACE = '2f1a3c7e-6f1c-5b36-9a52-6a0f3d1a7c10';

/** Id of a supplier of the delivery history, by its name there. */
export const supplierIdOf = (name: string): string => uuidv5(`supplier ${name}`, HISTORY_NAMESPACE);
