/** An instant with any offset, that the input's rules let pass, as the domain takes it. */
export const inUtc = (instant: string): string => new Date(instant).toISOString();
