import { runWorker, startProcess } from '@orgledger/runtime';
import { MeteringProcessModule } from './metering-process.module.js';

export const start = (): Promise<void> => startProcess('metering', (context) => runWorker(context, MeteringProcessModule.forRoot(context)));
