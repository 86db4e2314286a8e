import type { Projection } from '@orgledger/projections';
import { answersProjection } from './requests/answers.view.js';
import { runsProjection } from './run/runs.view.js';

/** Every read model of replication: a process that answers queries, or replicates, keeps all of them. */
export const replicationProjections: readonly Projection[] = [runsProjection, answersProjection];
