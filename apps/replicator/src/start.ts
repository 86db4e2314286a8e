import { runWorker, startProcess } from '@orgledger/runtime';
import { ReplicatorProcessModule } from './replicator-process.module.js';

export const start = (): Promise<void> => startProcess((configuration) => runWorker('replicator', ReplicatorProcessModule.forRoot(configuration)));
