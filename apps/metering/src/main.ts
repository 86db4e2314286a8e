import { requireNode } from '@orgledger/config';

requireNode();
void import('./start.js').then(({ start }) => start());
