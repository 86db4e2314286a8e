import type PDFDocument from 'pdfkit';
import { PdfText } from './pdf-text.gateway.js';
import type { TextStyle } from './pdf-text.gateway.js';

export const ink = '#1f2933';
export const grey = '#616e7c';
export const accent = '#1d4e89';
const rule = '#cbd2d9';
const tint = '#f2f6fb';

export const left = 50;
export const right = 545;
export const top = 56;
const bottom = 770;
const footer = 792;

export const body: TextStyle = { size: 9, color: ink };
export const strong: TextStyle = { size: 9, weight: 'bold', color: ink };
export const small: TextStyle = { size: 7.5, color: grey };
export const label: TextStyle = { size: 7.5, weight: 'bold', color: grey };
export const lineHeight = 12.5;
export const smallHeight = 10.5;

/** A4 pages that are written from top to bottom; `y` is where the next thing goes. */
export class PdfSheet {
  readonly text: PdfText;
  y = top;

  constructor(readonly pdf: InstanceType<typeof PDFDocument>) {
    this.text = new PdfText(pdf);
  }

  /** Whether this page has room left; else a new one is begun. */
  has(height: number): boolean {
    if (this.y + height <= bottom) return true;
    this.pdf.addPage();
    this.y = top;
    return false;
  }

  rule(): void {
    this.pdf.moveTo(left, this.y).lineTo(right, this.y).lineWidth(0.5).stroke(rule);
  }

  box(height: number, radius = 0): void {
    if (radius > 0) this.pdf.roundedRect(left, this.y, right - left, height, radius).fill(tint);
    else this.pdf.rect(left, this.y, right - left, height).fill(tint);
  }

  /** Wrapped small print. */
  note(text: string): void {
    for (const line of this.text.wrap(text, right - left, small)) {
      this.has(smallHeight);
      this.text.line(line, { x: left, y: this.y }, small);
      this.y += smallHeight;
    }
  }

  /** A name and its value, wrapped beside it. */
  pair(name: string, value: string, at: { readonly x: number; readonly indent: number; readonly width: number }, style: TextStyle = body): void {
    this.text.line(name, { x: at.x, y: this.y + 1 }, label);
    for (const line of this.text.wrap(value, at.width - at.indent, style, 4)) {
      this.text.line(line, { x: at.x + at.indent, y: this.y }, style);
      this.y += lineHeight;
    }
    this.y += 1.5;
  }

  /** Once everything else is written: `head` from the second page on, `lines` and the page's number below each. */
  edges(head: string, lines: readonly string[]): void {
    const { count } = this.pdf.bufferedPageRange();
    const [running = ''] = this.text.wrap(head, right - left, small, 1);
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      if (page > 0) this.text.line(running, { x: left, y: 30 }, small);
      this.pdf.moveTo(left, footer).lineTo(right, footer).lineWidth(0.5).stroke(rule);
      lines.forEach((line, at) => {
        const [fitting = ''] = this.text.wrap(line, 430, small, 1);
        this.text.line(fitting, { x: left, y: footer + 6 + at * smallHeight }, small);
      });
      this.text.line(`Page ${page + 1} of ${count}`, { right, y: footer + 6 }, small);
    }
  }
}
