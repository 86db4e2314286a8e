import { governanceProjection } from '@orgledger/governance';
import { meteringProjections } from '@orgledger/metering';
import { notificationProjections } from '@orgledger/notification';
import type { Projection } from '@orgledger/projections';
import { replicationProjections } from '@orgledger/replication';

/** Every read model of the platform: each process keeps all of them. */
export const readModels: readonly Projection[] = [
  governanceProjection,
  ...replicationProjections,
  ...meteringProjections,
  ...notificationProjections,
];
