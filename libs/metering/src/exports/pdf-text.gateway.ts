import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type PDFDocument from 'pdfkit';

type Document = InstanceType<typeof PDFDocument>;
export type Weight = 'regular' | 'bold';

/** Fonts in the order in which they are asked for a character: Noto Sans, then what is installed for other scripts. SIL Open Font License 1.1. */
const families = [
  { package: '@embedpdf/fonts-latin', regular: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' },
  { package: '@embedpdf/fonts-sc', regular: 'NotoSansHans-Regular.otf', bold: 'NotoSansHans-Bold.otf' },
  { package: '@embedpdf/fonts-kr', regular: 'NotoSansKR-Regular.otf', bold: 'NotoSansKR-Bold.otf' },
  { package: '@embedpdf/fonts-arabic', regular: 'NotoNaskhArabic-Regular.ttf', bold: 'NotoNaskhArabic-Bold.ttf' },
  { package: '@embedpdf/fonts-hebrew', regular: 'NotoSansHebrew-Regular.ttf', bold: 'NotoSansHebrew-Bold.ttf' },
] as const;

interface LoadedFont {
  readonly name: string;
  readonly bytes: Buffer;
}

const loaded = new Map<string, LoadedFont | undefined>();

/** Undefined when the package is not installed. Read once in a process. */
const load = (packageName: string, file: string): LoadedFont | undefined => {
  const name = `${packageName}/${file}`;
  if (!loaded.has(name)) loaded.set(name, read(name, packageName, file));
  return loaded.get(name);
};

const read = (name: string, packageName: string, file: string): LoadedFont | undefined => {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', packageName, 'fonts', file);
    if (existsSync(path)) return { name, bytes: readFileSync(path) };
    if (dirname(folder) === folder) return undefined;
  }
};

/** pdfkit's typings leave out the font that it draws with: fontkit's, which knows its characters. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
}

interface Run {
  readonly font: string;
  readonly text: string;
}

const breakable = /[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff\uff00-\uffef]/u;

/** Text in whichever fonts have its characters, wrapped to a width. pdfkit alone draws with one font and leaves boxes. */
export class PdfText {
  private readonly registered = new Set<string>();
  private readonly chosen = new Map<string, string>();
  private readonly widths = new Map<string, number>();

  constructor(private readonly document: Document) {}

  /** Lines that fit a width; the last of `most` ends in an ellipsis when there is more. */
  wrap(text: string, width: number, style: TextStyle, most = 100): readonly string[] {
    const lines: string[] = [];
    let line = '';
    let taken = 0;
    for (const word of this.words(text)) {
      const needed = this.width(word.trimEnd(), style);
      if (line !== '' && taken + needed > width) {
        lines.push(line.trimEnd());
        line = '';
        taken = 0;
      }
      line += word;
      taken += this.width(word, style);
      while (line === word && this.width(line.trimEnd(), style) > width && line.length > 1) {
        const cut = this.fitting(line, width, style);
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
        taken = this.width(line, style);
      }
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    if (lines.length <= most) return lines;
    const last = lines[most - 1] ?? '';
    return [...lines.slice(0, most - 1), `${last.slice(0, this.fitting(last, width - this.width('…', style), style))}…`];
  }

  width(text: string, style: TextStyle): number {
    return this.runs(text, style).reduce((sum, run) => sum + this.widthOf(run, style), 0);
  }

  /** Draws one line; `right` gives its right edge instead of its left. */
  line(text: string, at: { readonly x?: number; readonly right?: number; readonly y: number }, style: TextStyle): void {
    let x = at.right === undefined ? (at.x ?? 0) : at.right - this.width(text, style);
    this.document.fillColor(style.color ?? '#1f2933');
    for (const run of this.runs(text, style)) {
      // Fonts stand on their baselines: their boxes differ in height.
      this.select(run.font, style.size).text(run.text, x, at.y + style.size, { lineBreak: false, baseline: 'alphabetic' });
      x += this.widthOf(run, style);
    }
  }

  private words(text: string): readonly string[] {
    return text.split(/(?<=\s|[/|_.@-])/).flatMap((word) => (breakable.test(word) ? Array.from(word) : [word]));
  }

  private fitting(text: string, width: number, style: TextStyle): number {
    let [low, high] = [1, text.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.width(text.slice(0, middle), style) <= width) low = middle;
      else high = middle - 1;
    }
    // Never between the halves of a surrogate pair.
    return /[\ud800-\udbff]$/.test(text.slice(0, low)) ? Math.max(1, low - 1) || 2 : low;
  }

  private runs(text: string, { weight = 'regular' }: TextStyle): readonly Run[] {
    const runs: { font: string; text: string }[] = [];
    for (const character of text) {
      const font = this.fontFor(character, weight);
      const last = runs.at(-1);
      if (last?.font === font) last.text += character;
      else runs.push({ font, text: character });
    }
    return runs;
  }

  private fontFor(character: string, weight: Weight): string {
    const key = weight + character;
    const known = this.chosen.get(key);
    if (known !== undefined) return known;
    const fonts = families.flatMap((family) => this.use(family.package, family[weight]) ?? []);
    const font = fonts.find((name) => this.has(name, character)) ?? fonts[0] ?? (weight === 'bold' ? 'Helvetica-Bold' : 'Helvetica');
    this.chosen.set(key, font);
    return font;
  }

  private use(packageName: string, file: string): string | undefined {
    const font = load(packageName, file);
    if (font && !this.registered.has(font.name)) {
      this.document.registerFont(font.name, font.bytes);
      this.registered.add(font.name);
    }
    return font?.name;
  }

  private has(font: string, character: string): boolean {
    this.document.font(font);
    return (this.document as unknown as WithFont)._font.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  }

  /** Widths grow with the size: one measurement serves all. */
  private widthOf({ font, text }: Run, { size }: TextStyle): number {
    const key = `${font} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = this.select(font, 100).widthOfString(text);
      this.widths.set(key, width);
    }
    return (width * size) / 100;
  }

  private select(font: string, size: number): Document {
    return this.document.font(font).fontSize(size);
  }
}
