import { runHttp, startProcess } from '@orgledger/runtime';
import { StandaloneModule } from './standalone.module.js';

export const start = (): Promise<void> => startProcess('standalone', (context) => runHttp(context, StandaloneModule.forRoot(context)));
