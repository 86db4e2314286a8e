import type { Operation } from '../../../core/service.js';
import { costExplorerOperation } from './costexplorer-operation.js';
import { readFilter } from './filter.js';
import { checkWindow, readTimePeriod } from './time-period.js';

/** No cost allocation tag is active in the sandbox's organisation. */
export const getTags: Operation = costExplorerOperation('GetTags', {
  onBillingView: true,
  parse: (members) => {
    members.optionalText('TagKey', { max: 1024 });
    readFilter(members);
    return readTimePeriod(members);
  },
  handle: (period, call) => {
    checkWindow(call.world, call.now, period);
    return { Tags: [], ReturnSize: 0, TotalSize: 0 };
  },
});
