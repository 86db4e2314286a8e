// Asks an address again and again, one request after the other, and tells how long answers took: a process of its own, so that it measures nobody else's pauses.
const [url = ''] = process.argv.slice(2);
const betweenMs = 20;
/** Requests before somebody counts: a process's first answers compile what makes them. */
const warmUp = 20;
let times: number[] = [];

process.on('message', (message) => {
  if (message === 'begin') times = [];
  else {
    const sorted = times.toSorted((a, b) => a - b);
    process.send?.({ requests: sorted.length, longest: sorted.at(-1) ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 });
  }
});

const probe = async (): Promise<void> => {
  for (let number = 1; ; number += 1) {
    const begun = performance.now();
    await fetch(url).then((answer) => answer.text());
    times.push(performance.now() - begun);
    if (number === warmUp) process.send?.('ready');
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
};

void probe();
