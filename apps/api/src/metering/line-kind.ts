import { allLineKinds } from '@orgledger/metering';
import { enumOf } from '../graphql/enum.js';

export const LineKind = enumOf('LineKind', allLineKinds, 'Kind of a statement’s line.');
