import { describeKilled, killedWithCallOpen } from './around-each-call.js';

describeKilled('after the call took effect and before its answer', (lab, _call, index) => killedWithCallOpen(lab, index));
