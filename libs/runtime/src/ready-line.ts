import type { ProcessContext } from './process-context.js';

/** What a start has to say once. */
export interface Ready {
  readonly url?: string;
  readonly port?: number;
  /** The first operator key: this is the only time that anybody sees it. */
  readonly apiKey?: string;
}

/** Says on standard output that the process is ready: for people, or as one line of JSON for scripts. */
export const announce = ({ name, configuration: { readyJson, dataDir } }: ProcessContext, ready: Ready): void => {
  if (readyJson) {
    process.stdout.write(`${JSON.stringify({ ready: true, process: name, ...ready, dataDir })}\n`);
    return;
  }
  const at = ready.url === undefined ? '' : ` on ${ready.url}`;
  process.stdout.write(`The ${name} is ready${at}. Data: ${dataDir}\n`);
  if (ready.apiKey !== undefined)
    process.stdout.write(
      `\n  API key of the operator, shown this once: ${ready.apiKey}\n  Keep it, then run: orgledger login --endpoint ${ready.url ?? ''} --api-key <key>\n\n`,
    );
};
