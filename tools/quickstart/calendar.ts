/** Times of the quickstart's organisation, UTC: it lives in the past, so that costs of four months are there within minutes. */
export interface Calendar {
  /** When the organisation begins. */
  readonly origin: string;
  /** Oldest first; all but the last are closed. YYYY-MM. */
  readonly months: readonly string[];
  /** When costs are collected first. A day later they are collected again: months close when two readings, a day apart, are the same. */
  readonly collectAt: string;
}

export const dayMs = 86_400_000;
/** For what the first collection takes on a clock that runs fast. */
const slackMs = 3_600_000;
const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);
const startOf = (month: string, later: number): number => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + later);

/** Four months up to now; in a month's first days, up to the end of the one before: a month closes a week after its end. */
export const calendarOf = (now: Date): Calendar => {
  const last = monthOf(now.getTime() - 9 * dayMs);
  const end = Math.min(now.getTime(), startOf(last, 1) - dayMs);
  const months = [-3, -2, -1, 0].map((later) => monthOf(startOf(last, later)));
  return {
    origin: new Date(startOf(last, -3)).toISOString(),
    months,
    collectAt: new Date(end - dayMs - slackMs).toISOString(),
  };
};
