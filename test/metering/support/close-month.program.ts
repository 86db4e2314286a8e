import { join } from 'node:path';
import { systemClock } from '@orgledger/kernel';
import { MonthThread } from '../../../libs/metering/src/month-close/month-thread.gateway.js';

// Closes a month in a thread over the files of a data folder, as the metering process does: dataDir, payer, month, now.
const [dataDir = '', payerAccountId = '', month = '', now = ''] = process.argv.slice(2);
const clock = { ...systemClock, now: () => new Date(now) };
const thread = new MonthThread({ eventsFile: join(dataDir, 'events.sqlite'), viewsFile: join(dataDir, 'views.sqlite') }, clock);
const begun = performance.now();

void thread.tasks.close({ payerAccountId, month }).then(async (outcome) => {
  const seconds = (performance.now() - begun) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stdout.write(JSON.stringify({ outcome, seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMiB: maxRSS / 1024 }));
  await thread.stop();
});
