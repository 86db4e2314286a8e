import { describeKilled, killedAtAppend } from './around-each-call.js';

describeKilled('after the intent and before the call', (lab, { appendBefore }) => killedAtAppend(lab, { nth: appendBefore, when: 'after' }));
