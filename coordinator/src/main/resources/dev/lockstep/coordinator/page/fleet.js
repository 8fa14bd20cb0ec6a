// Draws one fleet. What comes from outside is only ever written as textContent; rows are kept and only what differs is written,
// so that hundreds of nodes can change several times a second.
const byId = id => document.getElementById(id);
const PHASES = ['PREFLIGHT', 'EXPAND', 'BACKFILL', 'VALIDATE', 'RELEASE', 'CONTRACT'];
const EPOCH_TONES = {
  RUNNING: 'work', AWAITING_APPROVAL: 'wait', AWAITING_RELEASE: 'wait', PAUSED: 'bad', ROLLING_BACK: 'bad',
  COMPLETED: 'good', ROLLED_BACK: 'wait', REJECTED: 'bad',
};
const NODE_TONES = { working: 'work', done: 'good', failed: 'bad', halted: 'wait', undone: 'wait', away: 'bad', held: 'bad' };
const ATTENTION = new Set(['failed', 'away', 'held']);
const ENDED = new Set(['COMPLETED', 'ROLLED_BACK', 'REJECTED']);

let latest = null;
let chosen = '';
const rows = new Map();
const panels = new Map();

export function forget() {
  latest = null;
  chosen = '';
  rows.clear();
  panels.clear();
  byId('epochs').replaceChildren();
  byId('nodes').tBodies[0].replaceChildren();
  byId('history').tBodies[0].replaceChildren();
  byId('history-section').hidden = true;
  byId('node-section').hidden = true;
}

export function show(status) {
  latest = status;
  text(byId('leader'), status.leader === '' ? 'no leader' : `${status.leader} leads, term ${status.term}`);
  drawEpochs(status.epochs);
  drawNodes(status);
  filter();
}

export function filter() {
  const words = byId('filter').value.toLowerCase().split(/\s+/).filter(word => word !== '');
  const onlyAttention = byId('attention').checked;
  let visible = 0;
  for (const row of rows.values()) {
    const fits = (!onlyAttention || row.attention) && words.every(word => row.words.includes(word));
    row.element.hidden = !fits;
    visible += fits ? 1 : 0;
  }
  byId('no-nodes').hidden = visible > 0;
}

export function showHistory(epochs) {
  byId('history-section').hidden = epochs.length === 0;
  byId('history').tBodies[0].replaceChildren(...epochs.map(historyRow));
}

// Epochs

function drawEpochs(epochs) {
  const numbers = new Set(epochs.map(epoch => epoch.number));
  for (const [number, panel] of panels) {
    if (!numbers.has(number)) {
      panel.element.remove();
      panels.delete(number);
    }
  }
  if (!numbers.has(chosen)) {
    chosen = (epochs.find(epoch => !ENDED.has(epoch.state)) ?? epochs.at(-1))?.number ?? '';
  }
  for (const epoch of epochs) {
    if (!panels.has(epoch.number)) {
      panels.set(epoch.number, epochPanel(epoch.number));
    }
    drawEpoch(panels.get(epoch.number), epoch, epochs.length > 1);
  }
}

function epochPanel(number) {
  const panel = {
    element: element('article', 'epoch'), title: element('h3'), badge: element('span', 'badge'), choose: element('button'),
    why: element('p', 'quiet'), strip: element('ol', 'strip'), waits: element('ul', 'waits'),
  };
  panel.choose.type = 'button';
  panel.choose.textContent = 'show its nodes';
  panel.choose.addEventListener('click', () => { chosen = number; show(latest); });
  panel.phases = PHASES.map(phase => {
    const item = element('li');
    const name = element('b');
    const time = element('span');
    name.textContent = phase;
    item.append(name, time);
    panel.strip.append(item);
    return { item, time };
  });
  const bar = element('div', 'bar');
  bar.append(panel.title, panel.badge, panel.choose);
  panel.element.append(bar, panel.why, panel.strip, panel.waits);
  byId('epochs').append(panel.element);
  return panel;
}

function drawEpoch(panel, epoch, several) {
  text(panel.title, `Epoch ${epoch.number}: ${epoch.change}`);
  text(panel.badge, words(epoch.state));
  tone(panel.badge, EPOCH_TONES[epoch.state]);
  panel.choose.hidden = !several;
  panel.choose.setAttribute('aria-pressed', String(several && epoch.number === chosen));
  panel.element.classList.toggle('chosen', several && epoch.number === chosen);
  text(panel.why, [epoch.why, epoch.requestedBy && `by ${epoch.requestedBy}`, epoch.reason].filter(Boolean).join(' · '));
  const timings = new Map(epoch.phases.map(timing => [timing.phase, timing]));
  PHASES.forEach((phase, index) => drawPhase(panel.phases[index], phase, timings.get(phase), epoch));
  list(panel.waits, ENDED.has(epoch.state) ? [] : epoch.waitsFor);
}

function drawPhase(target, phase, timing, epoch) {
  const current = phase === epoch.phase && !ENDED.has(epoch.state);
  const closed = timing !== undefined && Number(timing.closedAtMillis) > 0;
  tone(target.item, current ? EPOCH_TONES[epoch.state] : closed ? 'good' : undefined);
  if (current) {
    target.item.setAttribute('aria-current', 'step');
  } else {
    target.item.removeAttribute('aria-current');
  }
  const done = epoch.nodes.filter(node => reached(node.phase, phase)).length;
  const share = current ? `${done} of ${epoch.nodes.length} nodes` : '';
  const time = timing === undefined ? '' : closed ? duration(timing.seconds) : `since ${clock(timing.openedAtMillis)}`;
  text(target.time, [share, time].filter(Boolean).join(', ') || (timing === undefined ? '–' : ''));
}

function reached(nodePhase, phase) {
  return PHASES.indexOf(nodePhase) >= PHASES.indexOf(phase);
}

// Nodes

function drawNodes(status) {
  const epoch = status.epochs.find(candidate => candidate.number === chosen);
  const bound = new Map((epoch?.nodes ?? []).map(node => [node.node, node]));
  const counts = new Map();
  const present = new Set();
  for (const node of status.nodes) {
    present.add(node.name);
    if (!rows.has(node.name)) {
      rows.set(node.name, nodeRow());
    }
    const state = drawNode(rows.get(node.name), node, bound.get(node.name));
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  for (const [name, row] of rows) {
    if (!present.has(name)) {
      row.element.remove();
      rows.delete(name);
    }
  }
  byId('node-section').hidden = status.nodes.length === 0;
  const summary = [...counts].sort((a, b) => b[1] - a[1]).map(([state, count]) => `${count} ${state}`).join(' · ');
  text(byId('counts'), `${status.nodes.length}: ${summary}`);
}

function nodeRow() {
  const row = { element: element('tr'), words: '', attention: false };
  const cell = className => row.element.appendChild(element('td', className));
  const [name, server, state] = [cell(), cell('server'), cell()];
  row.name = name.appendChild(element('span'));
  row.labels = name.appendChild(element('small'));
  row.server = server;
  row.state = state.appendChild(element('span', 'badge'));
  row.phase = cell();
  const progress = cell();
  row.progress = progress.appendChild(element('progress'));
  row.rows = progress.appendChild(element('small'));
  row.left = cell('left');
  const now = cell();
  row.step = now.appendChild(element('span'));
  row.message = now.appendChild(element('small'));
  byId('nodes').tBodies[0].append(row.element);
  return row;
}

function drawNode(row, node, bound) {
  const state = node.held !== '' ? 'held' : !node.attached ? 'away' : bound?.state || 'idle';
  const total = Number(bound?.rowsTotal ?? 0);
  const done = Number(bound?.rowsDone ?? 0);
  const message = [node.held, node.health, bound?.message, ...(bound?.remarks ?? [])].filter(Boolean).join(' · ');
  text(row.name, node.name);
  text(row.labels, node.labels.join(' '));
  text(row.server, `${node.engine} ${node.version}`);
  text(row.state, state);
  tone(row.state, NODE_TONES[state]);
  text(row.phase, phaseName(bound?.phase ?? node.phase));
  row.progress.hidden = total === 0;
  if (total > 0) {
    set(row.progress, 'max', total);
    set(row.progress, 'value', Math.min(done, total));
  }
  text(row.rows, total === 0 ? '' : rowsText(done, total, bound.rowsPerSecond));
  const eta = Number(bound?.etaMillis ?? 0);
  text(row.left, eta > 0 ? duration(eta / 1000) : '');
  text(row.step, bound?.step ?? '');
  text(row.message, message);
  row.attention = ATTENTION.has(state) || node.health !== '';
  row.words = [node.name, node.labels.join(' '), node.engine, node.version, state, message].join(' ').toLowerCase();
  return state;
}

function rowsText(done, total, perSecond) {
  const speed = perSecond > 0 ? `, ${number(Math.round(perSecond))}/s` : '';
  return `${number(done)} of ${number(total)} rows${speed}`;
}

// History

function historyRow(epoch) {
  const row = element('tr');
  const opened = Number(epoch.openedAtMillis);
  const closed = Number(epoch.closedAtMillis);
  const cells = [
    epoch.number, epoch.change, '', opened > 0 ? new Date(opened).toLocaleString() : '',
    closed > 0 ? duration((closed - opened) / 1000) : 'open',
    epoch.phases.map(timing => `${timing.phase.toLowerCase()} ${duration(timing.seconds)}`).join(', '),
    epoch.requestedBy, [epoch.why, epoch.reason].filter(Boolean).join(' · '),
  ];
  cells.forEach((value, index) => { row.appendChild(element('td', index === 4 ? 'time' : '')).textContent = value; });
  const badge = element('span', 'badge');
  text(badge, words(epoch.state));
  tone(badge, EPOCH_TONES[epoch.state]);
  row.cells[2].append(badge);
  return row;
}

// Small things

function element(name, className = '') {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function text(target, value) {
  if (target.textContent !== value) {
    target.textContent = value;
  }
}

function set(target, property, value) {
  if (target[property] !== value) {
    target[property] = value;
  }
}

function tone(target, value) {
  if (value === undefined) {
    delete target.dataset.tone;
  } else if (target.dataset.tone !== value) {
    target.dataset.tone = value;
  }
}

function list(target, values) {
  if ([...target.children].map(item => item.textContent).join('\n') === values.join('\n')) {
    return;
  }
  target.replaceChildren(...values.map(value => {
    const item = element('li');
    item.textContent = value;
    return item;
  }));
}

const words = state => state.toLowerCase().replaceAll('_', ' ');
const phaseName = phase => phase === 'PHASE_UNSPECIFIED' ? '–' : phase;
const number = value => value.toLocaleString();
const clock = millis => new Date(Number(millis)).toLocaleTimeString();

function duration(seconds) {
  if (seconds < 1) {
    return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  }
  if (seconds < 90) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return `${(seconds / 3600).toFixed(1)} h`;
}
