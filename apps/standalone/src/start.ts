import { runHttp, startProcess } from '@orgledger/runtime';
import { StandaloneModule } from './standalone.module.js';

export const start = (): Promise<void> => startProcess((configuration) => runHttp('standalone', StandaloneModule.forRoot(configuration)));
