const needed = [24, 9] as const;

/** Ends the process with advice on a Node that cannot run Orgledger. The first thing that every `main.ts` does, before anything else is loaded. */
export const requireNode = (version = process.versions.node): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  process.stderr.write(
    `Orgledger needs Node ${needed.join('.')} or newer; this is ${version}. Start it with node_modules/.bin/node, which the set-up has installed, or install Node 24.\n`,
  );
  process.exit(1);
};
