// Random stories of links: whatever a person, a reader, the network and the clock do, in any order,
// no link is lost, none comes back, and all end as the person wished.
import {
  DONE,
  HOUR,
  advance,
  allShares,
  flushOutbox,
  forgetShare,
  freshPhone,
  sendNote,
  storedShare,
  waitingShare,
  withdrawShare,
} from './share_phone.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

const NEXT = {
  waiting: ['waiting', 'live', 'withdrawing', 'over'],
  live: ['live', 'withdrawing', 'over'],
  withdrawing: ['withdrawing', 'over'],
  over: ['over'],
};
const ANSWERS = {
  busy: () => new Response('{}', { status: 503 }),
  slow: () => new Response('{}', { status: 429, headers: { 'Retry-After': '9' } }),
  page: () => new Response('<html>'),
  fine: () => 'fine',
  lost: () => 'lost',
  unanswered: () => 'unanswered',
  twice: () => 'twice',
};
const trouble = fc.constantFrom(...Object.keys(ANSWERS), 'fine', 'fine', 'fine');
const which = fc.nat({ max: 20 });
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('make'),
      expiresIn: fc.constantFrom(HOUR, 5 * HOUR),
      notes: fc.boolean(),
    }),
  },
  // `meanwhile`: what the person or a reader does during a request, or between two of them.
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('keep'),
      notes: fc.boolean(),
      troubles: fc.array(trouble, { maxLength: 6 }),
      meanwhile: fc.array(
        fc.record({ do: fc.constantFrom('withdraw', 'answer', 'nothing', 'nothing'), which }),
        { maxLength: 4 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('withdraw', 'forget', 'answer', 'answer'), which }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pass'), seconds: fc.constantFrom(60, HOUR / 2, HOUR, 2 * HOUR) }),
  },
);

/** One run of a story. */
class Story {
  ids = [];
  /** Each link's row at the last check. */
  seen = new Map();
  forgotten = new Set();
  answers = 0;

  acts = {
    make: async (wanted) => this.ids.push(await waitingShare(wanted)),
    withdraw: async ({ which }) => this.ids.length && withdrawShare(this.ids[which % this.ids.length]),
    forget: async ({ which }) => {
      const id = this.ids[which % (this.ids.length || 1)];
      if (!id || this.forgotten.has(id)) return;
      if ((await storedShare(id)).state === 'over') this.forgotten.add(id);
      await forgetShare(id);
    },
    answer: async ({ which }) => {
      const id = this.ids[which % (this.ids.length || 1)];
      const share = this.world.server.running(id);
      if (!share || share.notes.length >= 5 || !(await storedShare(id))?.notes_to) return;
      await sendNote(this.world, id, `svar ${(this.answers += 1)}`);
    },
    pass: async ({ seconds }) => advance(seconds),
    nothing: async () => {},
    keep: async ({ notes, troubles, meanwhile }) => {
      const [answers, acts] = [[...troubles], [...meanwhile]];
      this.world.network.next = async () => {
        const act = acts.shift();
        if (act) await this.acts[act.do](act);
        return ANSWERS[answers.shift() ?? 'fine']();
      };
      await flushOutbox({ notes });
      this.world.network.next = () => 'fine';
    },
  };

  async check() {
    const rows = new Map((await allShares()).map((row) => [row.id, row]));
    assert.deepEqual(
      [...rows.keys()].sort(),
      this.ids.filter((id) => !this.forgotten.has(id)).sort(),
      'no link is lost and none comes back',
    );
    for (const [id, row] of rows) {
      const before = this.seen.get(id) ?? { ...row, state: 'waiting' };
      assert.ok(NEXT[before.state].includes(row.state), `${before.state} → ${row.state}`);
      if (before.state === 'over') assert.equal(row.over, before.over);
      const isOver = row.state === 'over';
      assert.deepEqual(
        [!row.key, !row.token, !row.sealed, !row.over, row.wait === null || !isOver],
        [isOver, isOver, isOver, !isOver, true],
      );
      if (!isOver)
        assert.deepEqual([row.key, row.token, row.sealed], [before.key, before.token, before.sealed]);
      assert.deepEqual(row.notes.slice(0, before.notes.length), before.notes, 'no note is lost');
      assert.equal(
        new Set(row.notes.map(({ sealed }) => sealed)).size,
        row.notes.length,
        'no note is stored twice',
      );
      if (row.over)
        assert.equal(this.world.server.running(id), undefined, 'a link that is over can no longer be opened');
      this.seen.set(id, row);
    }
  }

  async run(story) {
    this.world = await freshPhone();
    for (const step of story) {
      await this.acts[step.do](step);
      await this.check();
    }
    assert.deepEqual(await flushOutbox({ notes: true }), DONE);
    await this.check();
    await this.#checkEnd();
  }

  /** With a network every link ends as the person wished. */
  async #checkEnd() {
    for (const { id, state, sealed, expires, notes, notes_key, unreadable } of await allShares()) {
      const share = this.world.server.running(id);
      assert.ok(state === 'live' || state === 'over', state);
      if (state === 'over') continue;
      assert.deepEqual([sealed, Date.parse(expires), unreadable], [share.sealed, share.end, 0]);
      if (notes_key)
        assert.deepEqual(
          notes.map((note) => note.sealed),
          share.notes,
        );
    }
    assert.equal(
      [...this.world.server.shares.keys()].filter((id) => this.world.server.running(id)).length,
      (await allShares()).filter(({ state }) => state === 'live').length,
    );
  }
}

test('in any story no link is lost, and all end as the person wished', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25, size: 'max' }), (story) => new Story().run(story)),
    { numRuns: runsOf(250) },
  );
});
