import { readFileSync } from 'node:fs';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { requestPrices } from '@orgledger/metering';

/** Injection token of RequestPrices. */
export const REQUEST_PRICES = Symbol('RequestPrices');

export const requestPricesProvider = {
  provide: REQUEST_PRICES,
  useFactory: ({ aws }: Configuration) => requestPrices(JSON.parse(readFileSync(aws.quotasFile, 'utf8')) as Record<string, unknown>),
  inject: [CONFIGURATION],
};
