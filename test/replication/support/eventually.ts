/** Asks until there is an answer; fails after `timeoutMs` of wall time. */
export const eventually = async <Answer>(ask: () => Promise<Answer | undefined>, timeoutMs = 60_000): Promise<Answer> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
