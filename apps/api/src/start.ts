import { runHttp, startProcess } from '@orgledger/runtime';
import { ApiProcessModule } from './api-process.module.js';

export const start = (): Promise<void> => startProcess('api', (context) => runHttp(context, ApiProcessModule.forRoot(context)));
