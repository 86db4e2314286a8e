/** When a month's latest content was first read, by pulls in a row that all read the same; undefined when it was never read. */
export const unchangedSince = (
  observations: readonly { readonly digest: string; readonly pulledAt: string }[],
): { readonly first: string; readonly last: string } | undefined => {
  const [latest] = observations;
  if (latest === undefined) return undefined;
  const different = observations.findIndex(({ digest }) => digest !== latest.digest);
  const same = different < 0 ? observations : observations.slice(0, different);
  return { first: same.at(-1)?.pulledAt ?? latest.pulledAt, last: latest.pulledAt };
};
