// A statement while it is edited: saved while typing, merged with what other tabs wrote, never overwritten.
import { carryFirst, carryMarks } from '../../core/statement/marks.js';
import { mergeText } from '../../core/statement/merge.js';
import { PARTS, isBlank } from '../../core/statement/fields.js';
import { saveStatement } from '../../data/documents/save_statement.js';
import { getStatement } from '../../data/documents/statements.js';
import { Autosave, unread } from './autosave.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {{parts: Statement['parts'], title: string, kind: Statement['kind']}} Fields */

/** A statement being edited in this tab. @extends {Autosave<Statement>} */
export class StatementDraft extends Autosave {
  /**
   * @param {Statement} statement as stored, or blank
   * @param {boolean} isStored
   * @param {{read: () => Fields, write: (fields: Fields) => void,
   *   saved: (statement: Statement, clashed: boolean) => void, failed: (error: unknown) => void}} page
   */
  constructor(statement, isStored, page) {
    super('statement', statement, isStored, page.failed);
    this.page = page;
  }

  /** What the screen holds, as a statement. @override @returns {Statement} */
  onScreen() {
    const { parts, title, kind } = this.page.read();
    let { marks, first } = this.base;
    for (const part of PARTS) {
      marks = carryMarks(this.base.parts[part], parts[part], marks, part);
      if (first?.part === part) first = carryFirst(this.base.parts[part], parts[part], first);
    }
    return { ...this.base, parts, title, kind, marks, first };
  }

  /** @override @param {Statement} sent */
  hasNothingToSave(sent) {
    return sameFields(sent, this.base) || (!this.isStored && isBlank(sent));
  }

  /** @override @param {Statement} sent */
  async store(sent) {
    const { statement, clashes } = await saveStatement(this.isStored ? this.base : null, sent);
    this.#accept(sent, statement);
    if (!this.unsaved) this.page.saved(statement, clashes.length > 0);
  }

  /** @override */
  unchanged() {
    if (this.isStored) this.page.saved(this.base, false);
  }

  /**
   * Merge in what another tab or the vault changed, and keep what is typed here. The whole document is
   * compared, not its time: a merged statement has the time of the later side, which may be this one.
   */
  remoteChange() {
    return this.enqueue(async () => {
      const stored = await getStatement(this.base.id).catch(() => undefined);
      if (stored && JSON.stringify(stored) !== JSON.stringify(this.base)) this.#accept(this.base, stored);
      return true;
    });
  }

  /**
   * Make `stored` the base, and show it merged with what was typed after `sent`.
   * @param {Statement} sent @param {Statement} stored
   */
  #accept(sent, stored) {
    const screen = this.page.read();
    const parts = { ...screen.parts };
    const known = { ...stored.parts };
    for (const part of PARTS) {
      const { text, clash } = mergeText(sent.parts[part], screen.parts[part], stored.parts[part]);
      parts[part] = text;
      // The clash is not resolved yet. The next save meets it and keeps the other version.
      if (clash) known[part] = sent.parts[part];
    }
    const title = screen.title === sent.title ? stored.title : screen.title;
    const kind = screen.kind === sent.kind ? stored.kind : screen.kind;
    this.base = { ...stored, parts: known };
    this.isStored = true;
    this.page.write({ parts, title, kind });
    this.setUnsaved(!sameFields({ ...stored, parts, title, kind }, stored));
  }
}

/** @param {Fields} a @param {Fields} b */
const sameFields = (a, b) =>
  a.title === b.title && a.kind === b.kind && PARTS.every((part) => a.parts[part] === b.parts[part]);

export const UnreadStatementDraft = unread(StatementDraft);
