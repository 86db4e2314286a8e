import { runWorker, startProcess } from '@orgledger/runtime';
import { ReplicatorProcessModule } from './replicator-process.module.js';

export const start = (): Promise<void> => startProcess('replicator', (context) => runWorker(context, ReplicatorProcessModule.forRoot(context)));
