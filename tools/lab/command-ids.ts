import { uuidv5 } from '@orgledger/kernel';

const namespace = '5d3f1c1e-6f4b-5a1e-9f0a-8f2f6f1c2b7d';

/** Every request of a script has its own constant commandId: asking again, in a second start, changes nothing. */
export const commandIdOf = (...what: readonly string[]): string => uuidv5(namespace, JSON.stringify(what));
