import type { PieceLanguage } from './piece-language.js';

/** One run through the template: which piece it is in, and where inside. */
interface Run {
  readonly piece: number;
  readonly state: number;
}

interface Move extends Run {
  /** The piece that consumed the character. */
  readonly piece: number;
}

const alphabet = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter((character) => !/[A-Z]/.test(character));

/**
 * Whether one text can be read in two ways that differ in where a key piece begins or ends, so that different keys could give the same text.
 * Two runs over the same text, side by side; a disagreement counts when both can still reach the end. (Unambiguity of a nondeterministic
 * automaton by its square; never answers false when two keys can collide.)
 */
export const keysAreAmbiguous = (pieces: readonly PieceLanguage[], keyPieces: ReadonlySet<number>): boolean => {
  const moves = memo((run: Run, character: string) => movesOf(pieces, run, character));
  const id = (a: Run, b: Run): string => `${a.piece}.${a.state}/${b.piece}.${b.state}`;
  const start: Run = { piece: -1, state: 0 };
  const reached = new Map<string, readonly [Run, Run]>([[id(start, start), [start, start]]]);
  const predecessors = new Map<string, Set<string>>();
  const disagreements = new Set<string>();
  for (const [from, [a, b]] of reached) {
    for (const character of alphabet) {
      for (const nextA of moves(a, character)) {
        for (const nextB of moves(b, character)) {
          const to = id(nextA, nextB);
          if (!reached.has(to)) reached.set(to, [nextA, nextB]);
          predecessors.set(to, (predecessors.get(to) ?? new Set()).add(from));
          if (nextA.piece !== nextB.piece && (keyPieces.has(nextA.piece) || keyPieces.has(nextB.piece))) disagreements.add(to);
        }
      }
    }
  }
  const isEnd = (run: Run): boolean => run.piece === pieces.length - 1 && (pieces[run.piece]?.accepts(run.state) ?? false);
  const open = [...reached].filter(([, [a, b]]) => isEnd(a) && isEnd(b)).map(([pair]) => pair);
  const finishing = new Set(open);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (disagreements.has(pair)) return true;
    for (const before of predecessors.get(pair) ?? []) {
      if (!finishing.has(before)) open.push(before);
      finishing.add(before);
    }
  }
  return false;
};

/** Stay in the piece, or, where it may end, begin the next one. */
const movesOf = (pieces: readonly PieceLanguage[], run: Run, character: string): readonly Move[] => {
  const here = pieces[run.piece];
  const stay = here ? here.step(run.state, character) : -1;
  const moves: Move[] = stay >= 0 ? [{ piece: run.piece, state: stay }] : [];
  if (here && !here.accepts(run.state)) return moves;
  const enter = pieces[run.piece + 1]?.step(0, character) ?? -1;
  return enter >= 0 ? [...moves, { piece: run.piece + 1, state: enter }] : moves;
};

const memo = (compute: (run: Run, character: string) => readonly Move[]): ((run: Run, character: string) => readonly Move[]) => {
  const known = new Map<string, readonly Move[]>();
  return (run, character) => {
    const key = `${run.piece}.${run.state}${character}`;
    const found = known.get(key);
    if (found) return found;
    const moves = compute(run, character);
    known.set(key, moves);
    return moves;
  };
};
