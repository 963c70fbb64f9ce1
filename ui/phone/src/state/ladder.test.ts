import { describe, expect, it } from 'vitest';
import type { AlertView, StepStage } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';
import { stuckWords } from '../parts/rung-words';
import { isUrgent, noteOfTakenBack, rungs, waitsForTouch } from './ladder';

const ORDER: StepStage[] = ['saved', 'stored', 'opened', 'seen', 'dispatched', 'arrived', 'closed'];

function alert(stages: StepStage[], changes: Partial<AlertView> = {}): AlertView {
  return {
    alert_id: 'a',
    status: 'actual',
    tapped_at_ms: 0,
    durable: true,
    window_ends_at_ms: null,
    pin_tries_left: 3,
    contact_rule: 'silent',
    steps: stages.map((stage) => ({ stage, at_ms: 1, desk: null, unit: null, eta_s: null, path: null })),
    carrying: 'sending',
    waiting_since_ms: null,
    not_delivered: false,
    lost_at_ms: null,
    cancel: 'none',
    broken: false,
    took_ms: null,
    place: null,
    text: null,
    ...changes,
  };
}

describe('an alarm that the room has lost', () => {
  it('is on her side of the line again, and says so', () => {
    const lost = alert(['saved'], { lost_at_ms: 5 });
    expect(told(lost)).toContain('line:shut');
    expect(stuckWords('sending', lost, 6)).toEqual({ title: m.step_sending_again(), second: m.sending_again_means() });
    expect(stuckWords('sending', alert(['saved']), 6).title).toBe(m.step_sending());
  });
});

/** The ladder in words: `kind:what`. */
function told(view: AlertView, configured = true): string[] {
  return rungs(view, configured).map((rung) => {
    if (rung.kind === 'stuck') return `stuck:${rung.stuck}`;
    if (rung.kind === 'text') return `text:${rung.text.state}`;
    if (rung.kind === 'line') return `line:${rung.crossed ? 'crossed' : 'shut'}`;
    if (rung.kind === 'todo') return `todo:${rung.stage}`;
    return rung.kind === 'not_saved' ? rung.kind : `${rung.kind}:${rung.step.stage}`;
  });
}

const TODO = ['todo:stored', 'todo:opened', 'todo:seen', 'todo:dispatched', 'todo:arrived'];

describe('the ladder', () => {
  it('crosses the line only with a receipt', () => {
    expect(told(alert(['saved']))).toEqual(['saved:saved', 'stuck:sending', 'line:shut', ...TODO]);
    expect(told(alert(['saved', 'stored']))).toEqual(['saved:saved', 'line:crossed', 'now:stored', ...TODO.slice(1)]);
  });

  it('keeps a text on her side of the line until a receipt has come', () => {
    const text = { state: 'handed_over', at_ms: 5 } as const;
    const waiting = alert(['saved'], { text, carrying: 'waiting_for_network' });
    expect(told(waiting)).toEqual(['saved:saved', 'text:handed_over', 'stuck:waiting', 'line:shut', ...TODO]);
    const received = alert(['saved', 'stored'], { text });
    expect(told(received)).toEqual(['saved:saved', 'text:handed_over', 'line:crossed', 'now:stored', ...TODO.slice(1)]);
    expect(told(alert(['saved'], { text: { state: 'failing' } }))[1]).toBe('text:failing');
    expect(told(alert(['saved', 'stored'], { text: { state: 'failing' } }))).not.toContain('text:failing');
  });

  it('waits for her touch until a receipt has come, and calls nothing sent', () => {
    const text = { state: 'needs_touch' } as const;
    const waiting = alert(['saved'], { text });
    expect([told(waiting)[1], waitsForTouch(waiting)]).toEqual(['text:needs_touch', true]);
    const received = alert(['saved', 'stored'], { text });
    expect(told(received)).not.toContain('text:needs_touch');
    expect([waitsForTouch(received), waitsForTouch(alert(['saved'], { text: { state: 'failing' } }))]).toEqual([false, false]);
  });

  it('has no proven word that is not in the view, whatever the view holds', () => {
    for (let bits = 0; bits < 1 << ORDER.length; bits += 1) {
      const stages = ORDER.filter((_, index) => (bits >> index) & 1);
      const proven = told(alert(stages)).filter((rung) => /^(saved|done|now):/.test(rung));
      expect(proven.map((rung) => rung.split(':')[1]).sort()).toEqual([...stages].sort());
    }
  });

  it('keeps its order and every step to come', () => {
    expect(told(alert(['saved', 'stored', 'opened', 'seen', 'dispatched']))).toEqual([
      'saved:saved',
      'line:crossed',
      'done:stored',
      'done:opened',
      'done:seen',
      'now:dispatched',
      'todo:arrived',
    ]);
  });

  it('says how it waits', () => {
    expect(told(alert(['saved'], { carrying: 'waiting_for_network' }))[1]).toBe('stuck:waiting');
    expect(told(alert(['saved'], { carrying: 'waiting_for_network', not_delivered: true }))[1]).toBe('stuck:not_delivered');
    expect(told(alert(['saved'], { carrying: 'idle' }))[1]).toBe('stuck:not_delivered');
    expect(told(alert(['saved']), false)[1]).toBe('stuck:cannot_send');
  });

  it('lets a later receipt replace the waiting without comment', () => {
    const late = alert(['saved', 'stored'], { carrying: 'waiting_for_network' });
    expect(told(late).some((rung) => rung.startsWith('stuck'))).toBe(false);
  });

  it('never calls saved what is not durable', () => {
    expect(told(alert(['saved'], { durable: false }))[0]).toBe('not_saved');
  });

  it('does not keep waiting for steps once the matter is closed', () => {
    expect(told(alert(['saved', 'stored', 'opened', 'closed']))).toEqual([
      'saved:saved',
      'line:crossed',
      'done:stored',
      'done:opened',
      'now:closed',
    ]);
  });

  it('puts a wrong answer in the present place', () => {
    expect(told(alert(['saved', 'stored'], { broken: true })).slice(0, 4)).toEqual([
      'saved:saved',
      'stuck:broken',
      'line:crossed',
      'done:stored',
    ]);
  });

  it('of a drill ends with the opened receipt and has no desk and no car', () => {
    expect(told(alert(['saved'], { status: 'exercise' })).slice(3)).toEqual(['todo:stored', 'todo:opened']);
  });
});

describe('Call 15 takes the whole width', () => {
  it.each([
    ['nothing received after 90 s', alert(['saved'], { not_delivered: true }), true, true],
    ['could not be saved', alert(['saved'], { durable: false }), true, true],
    ['no police known', alert(['saved']), false, true],
    ['wrong answer', alert(['saved', 'stored'], { broken: true }), true, true],
    ['still sending', alert(['saved']), true, false],
    ['received after all', alert(['saved', 'stored'], { durable: false }), true, false],
  ])('%s', (_, view, configured, urgent) => expect(isUrgent(view, configured)).toBe(urgent));
});

describe('what is left of an alarm that she took back', () => {
  it.each([
    ['nothing was received', alert(['saved']), 'taken_back'],
    ['the police have it', alert(['saved', 'stored']), 'taken_back_told'],
    ['they have it, and it could not be saved', alert(['stored'], { durable: false }), 'taken_back_told'],
  ] as const)('%s', (_, view, note) => expect(noteOfTakenBack(view)).toBe(note));
});
