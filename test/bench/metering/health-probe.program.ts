// Asks an address, and an idle server beside it, again and again, and tells how long answers took: a process of its own, so that it
// measures nobody else's pauses.
const [url = '', idleUrl = ''] = process.argv.slice(2);
const betweenMs = 10;
/** Requests before somebody counts: a process's first answers compile what makes them. */
const warmUp = 40;

interface Times {
  readonly asked: number[];
  readonly idle: number[];
}

let times: Times = { asked: [], idle: [] };

const spread = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return { longest: sorted.at(-1) ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
};

process.on('message', (message) => {
  if (message === 'begin') times = { asked: [], idle: [] };
  else process.send?.({ requests: times.asked.length, ...spread(times.asked), idle: spread(times.idle) });
});

const timed = async (address: string, into: number[]): Promise<void> => {
  const begun = performance.now();
  await fetch(address).then((answer) => answer.text());
  into.push(performance.now() - begun);
};

const probe = async (): Promise<void> => {
  for (let number = 1; ; number += 1) {
    const current = times;
    await timed(url, current.asked);
    await timed(idleUrl, current.idle);
    if (number === warmUp) process.send?.('ready');
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
};

void probe();
