import { formatDigits, parseUnits, roundUnits } from '@orgledger/kernel';

/** An exact amount as people read it: two digits. `--json` keeps all of them. */
export const cents = (amount: unknown): string => (typeof amount === 'string' ? formatDigits(roundUnits(parseUnits(amount), 2), 2) : '–');
