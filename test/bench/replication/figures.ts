/** One measured number beside the bar it must not pass. */
export interface Figure {
  readonly name: string;
  readonly measured: number;
  /** `measured` must be at most this. */
  readonly bar: number;
  readonly unit: string;
  /** How the bar was found, for the reader. */
  readonly because: string;
}

export const holds = ({ measured, bar }: Figure): boolean => measured <= bar;

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3));

export const printFigure = (figure: Figure): void => {
  const { name, measured, bar, unit, because } = figure;
  print(
    `  ${name.padEnd(38)} ${rounded(measured).padStart(8)} ${unit}   at most ${rounded(bar)} (${because})   ${holds(figure) ? 'holds' : 'MISSED'}`,
  );
};

/** Calls by operation, most frequent first. */
export const printCalls = (calls: readonly { readonly service: string; readonly operation: string; readonly throttled?: boolean }[]): void => {
  const counts = new Map<string, number>();
  for (const { service, operation } of calls) counts.set(`${service}:${operation}`, (counts.get(`${service}:${operation}`) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  print(
    `  ${calls.length} calls, ${calls.filter(({ throttled }) => throttled).length} throttled: ${sorted.map(([name, n]) => `${name} ${n}`).join(', ')}`,
  );
};
