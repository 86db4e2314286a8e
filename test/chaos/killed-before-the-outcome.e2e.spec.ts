import { describeKilled, killedAtAppend } from './around-each-call.js';

describeKilled('after the answer and before the outcome event', (lab, { outcome }) => killedAtAppend(lab, { nth: outcome, when: 'before' }));
